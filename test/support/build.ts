// Builds the one executable: `bun test/support/build.ts OUTFILE`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(import.meta.dir, '../..');

const run = (args: string[], cwd: string) => {
  const command = [process.execPath, ...args];
  const { exitCode, stderr } = Bun.spawnSync(command, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  if (exitCode !== 0) throw new Error(`the build failed:\n${stderr.toString()}`);
};

/** @throws where the build fails; the bundler has said why. */
export const build = (outfile: string): void => {
  const flags = ['--compile', '--production', '--minify', '--bytecode', '--format=esm'];
  // Else the executable would read a .env or a bunfig.toml of whatever directory it starts in.
  const alone = ['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'];
  // Assets are known inside by their path from where the bundler runs.
  const scratch = mkdtempSync(join(tmpdir(), 'chat8-client-'));
  try {
    run([join(root, 'src/web/bundle.ts'), join(scratch, 'client')], root);
    const assets = ['--asset', 'client'];
    const main = join(root, 'src/main.ts');
    run(['build', ...flags, ...alone, ...assets, '--outfile', outfile, main], scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

if (import.meta.main) build(resolve(process.argv[2] ?? join(root, 'dist/chat8')));
