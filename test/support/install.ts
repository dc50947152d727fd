// Installs what is missing, exactly as bun.lock has it; does nothing where all is there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dir, '../..');
const stamp = join(root, 'node_modules/.chat8-installed');
const wanted = readFileSync(join(root, 'bun.lock'), 'utf8');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const { exitCode } = Bun.spawnSync([process.execPath, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (exitCode !== 0) process.exit(exitCode);
  writeFileSync(stamp, wanted);
}
