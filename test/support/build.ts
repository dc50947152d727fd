// Builds the one executable: `bun test/support/build.ts OUTFILE`.
import { join, resolve } from 'node:path';

const root = join(import.meta.dir, '../..');

/** @throws where the build fails; the bundler has said why. */
export const build = (outfile: string): void => {
  const flags = ['--compile', '--production', '--minify', '--bytecode', '--format=esm'];
  // Else the executable would read a .env or a bunfig.toml of whatever directory it starts in.
  const alone = ['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'];
  const { exitCode, stderr } = Bun.spawnSync(
    [process.execPath, 'build', ...flags, ...alone, '--outfile', outfile, 'src/main.ts'],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (exitCode !== 0) throw new Error(`the build failed:\n${stderr.toString()}`);
};

if (import.meta.main) build(resolve(process.argv[2] ?? join(root, 'dist/chat8')));
