// The whole check: types, lint, build and all tests; its last line says how it went.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build';

const root = join(import.meta.dir, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'chat8-suite-'));
const executable = join(scratch, 'chat8');
let passed = 0;
let failed = 0;

const check = (name: string, isFine: boolean) => {
  process.stdout.write(`${isFine ? '✓' : '✗'} ${name}\n`);
  if (isFine) passed += 1;
  else failed += 1;
};

const run = (args: string[]) =>
  Bun.spawnSync([process.execPath, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  }).exitCode === 0;

const runTests = async () => {
  const tests = Bun.spawn([process.execPath, 'test', '--timeout=60000'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    env: { ...process.env, CHAT8_TEST_EXECUTABLE: executable },
  });
  let summary = '';
  for await (const chunk of tests.stderr) {
    process.stderr.write(chunk);
    summary = (summary + Buffer.from(chunk).toString()).slice(-4_000);
  }
  const count = (word: string) => {
    const found = [...summary.matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, 'gm'))].at(-1);
    return Number(found?.[1] ?? 0);
  };
  const code = await tests.exited;
  passed += count('pass');
  failed += count('fail') || (code === 0 ? 0 : 1);
  return count('skip');
};

check('types', run(['x', 'tsc', '--noEmit']));
check('lint', run(['x', 'biome', 'check', '--config-path=.biome.json', '.']));
try {
  build(executable);
  check('build', true);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  check('build', false);
}
const skipped = await runTests();
rmSync(scratch, { recursive: true, force: true });
if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
