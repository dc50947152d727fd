// Builds the one executable: `bun test/support/build/build.ts OUTFILE`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = join(import.meta.dir, '../../..');

const run = (args: string[], cwd: string) => {
  const command = [process.execPath, ...args];
  const { exitCode, stderr } = Bun.spawnSync(command, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  if (exitCode !== 0) throw new Error(`the build failed:\n${stderr.toString()}`);
};

interface Options {
  /** Another tree with its packages installed. */
  root?: string;
  /** Another platform than this one. */
  target?: string;
}

/** @throws where the build fails; the bundler has said why. */
export const build = (outfile: string, { root = here, target }: Options = {}): void => {
  const flags = ['--compile', '--production', '--minify', '--bytecode', '--format=esm'];
  // Without it a command would load the whole server, and every thread the whole program.
  const parts = ['--splitting'];
  // Else the executable would read a .env or a bunfig.toml of whatever directory it starts in.
  const alone = ['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'];
  // Assets are known inside by their path from where the bundler runs.
  const scratch = mkdtempSync(join(tmpdir(), 'chat8-client-'));
  try {
    run([join(root, 'src/http/client/bundle.ts'), join(scratch, 'client')], root);
    const assets = ['--asset', 'client'];
    const main = join(root, 'src/main.ts');
    // The file of a thread is a program of its own.
    const threads = [
      'src/db/file/checkpoint-worker.ts',
      'src/db/messages/search-worker.ts',
      'src/relay/worker.ts',
    ].map((file) => join(root, file));
    const platform = target === undefined ? [] : [`--target=${target}`];
    const out = ['--outfile', outfile];
    run(
      ['build', ...flags, ...parts, ...platform, ...alone, ...assets, ...out, main, ...threads],
      scratch,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

if (import.meta.main) build(resolve(process.argv[2] ?? join(here, 'dist/chat8')));
