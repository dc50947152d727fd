// From the start of the executable to its first answer, beside a bare compiled Bun.serve.
// `bun test/bench/start.ts [rounds]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../support/build/build';
import { median, say } from './measure';

const rounds = Number(process.argv[2] ?? 11);
const dir = mkdtempSync(join(tmpdir(), 'chat8-start-'));
const executable = Bun.env.CHAT8_TEST_EXECUTABLE ?? join(dir, 'chat8');
if (!Bun.env.CHAT8_TEST_EXECUTABLE) build(executable);
const port = 18_000 + Math.floor(Math.random() * 2_000);
const bareSource = join(dir, 'bare.ts');
writeFileSync(
  bareSource,
  `Bun.serve({ hostname: '127.0.0.1', port: ${port}, fetch: () => new Response('ok') });`,
);
const flags = ['--compile', '--production', '--minify', '--bytecode', '--format=esm'];
const bare = join(dir, 'bare');
Bun.spawnSync([process.execPath, 'build', ...flags, '--outfile', bare, bareSource]);

const firstAnswer = async (command: string[]) => {
  const started = performance.now();
  const child = Bun.spawn(command, { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'], env: {} });
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/healthz`);
      break;
    } catch {
      await Bun.sleep(0.5);
    }
  }
  const took_ms = performance.now() - started;
  child.kill();
  await child.exited;
  return took_ms;
};

const serve = [
  executable,
  '--host=127.0.0.1',
  `--port=${port}`,
  '--turn-port=0',
  `--data-dir=${join(dir, 'data')}`,
];
const fresh = await firstAnswer(serve);
const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  theirs.push(await firstAnswer([bare]));
  ours.push(await firstAnswer(serve));
}
say(
  `start to first answer: ${median(ours).toFixed(0)} ms (target ≤ 60), ` +
    `bare ${median(theirs).toFixed(0)} ms, ratio ${(median(ours) / median(theirs)).toFixed(2)}; ` +
    `with a new data directory ${fresh.toFixed(0)} ms`,
);
rmSync(dir, { recursive: true, force: true });
