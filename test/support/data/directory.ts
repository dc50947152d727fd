// Data directories that were in use, and what a start says to bad ones.
import { expect } from 'bun:test';
import { cpSync, existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wal_scrub_delay_ms } from '../../../src/protocol/limits';
import { runExecutable, startExecutable } from '../executable';
import { register } from '../person';
import { fingerprint, goesWithProcess } from '../scratch';

const makeUsed = async () => {
  const server = await startExecutable({ dir: join(goesWithProcess(), 'used') });
  await register(server.url, 'alice');
  expect(await server.stop()).toBe(0);
  return server.dir;
};

let made: Promise<string> | undefined;

/** A data directory that was in use, and is now stopped: each time a copy of the same one. */
export const used = async () => {
  made ??= makeUsed();
  const dir = mkdtempSync(join(tmpdir(), 'chat8-dir-'));
  cpSync(await made, dir, { recursive: true });
  const data = join(dir, 'data');
  return { dir, data, database: join(data, 'chat8.db') };
};

/** The lock is made by whoever looks, and holds nothing. */
const unlocked = (data: string) => fingerprint(data).filter(([name]) => name !== 'chat8.lock');

/** A log of writes is emptied so long after a start, and after a deletion. */
const settled_ms = wal_scrub_delay_ms + 1_000;

/** Resolves once nothing in it has changed for so long that its server has nothing left to tidy up. */
export const settled = async (data: string): Promise<void> => {
  let before = '';
  for (let since = Date.now(); Date.now() - since < settled_ms; ) {
    const now = JSON.stringify(fingerprint(data));
    if (now !== before) since = Date.now();
    before = now;
    await Bun.sleep(50);
  }
};

/** With one line, and every file left as it was. */
export const refuses = async (data: string, reason: RegExp) => {
  const isDir = existsSync(data) && statSync(data).isDirectory();
  const before = isDir ? unlocked(data) : [];
  const { code, stdout, stderr } = await runExecutable({
    args: ['--port', '0', '--data-dir', data],
  });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(reason);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).not.toContain('listening');
  if (isDir) {
    expect(unlocked(data)).toEqual(before);
  }
};
