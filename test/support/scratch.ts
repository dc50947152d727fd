// Directories that go with their test, and what is in them.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratch = () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-scratch-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

/**
 * A new directory that is removed once this process is gone, however it ended: `bun test` tells
 * nobody of its end, and ends what it started, so somebody else's child waits for it.
 */
export const goesWithProcess = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-tests-'));
  // Programs that a test starts as somebody else go through it.
  chmodSync(dir, 0o711);
  // A browser that ends at the same time may still write there.
  const wait = 'tail -f /dev/null --pid="$1" && until rm -rf "$0"; do sleep 0.2; done';
  Bun.spawnSync(['sh', '-c', `(${wait}) &`, dir, `${process.pid}`], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return dir;
};

/** Every file below, with its hash: two of them are equal where nothing was changed. */
export const fingerprint = (dir: string): [string, string][] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(dir, name)).isFile())
    .map((name): [string, string] => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex'),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** The bytes of every file below, one after the other, as text in which each byte is a letter. */
export const bytesBelow = (dir: string): string =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
