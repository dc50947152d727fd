// Damaged data is refused with a clear line, and every file stays as it was.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { refuses, used } from '../../support/data/directory';
import { runExecutable } from '../../support/executable';
import { fingerprint, scratch } from '../../support/scratch';

const overwrite = (path: string, at: number, bytes: Buffer) => {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
};

/** How many pages lie before the first of that table. */
const rootOf = (path: string, table: string): number => {
  using database = new Database(path);
  const found = database
    .query<{ rootpage: number }, [string]>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .get(table);
  return (found?.rootpage ?? 1) - 1;
};

/** As whoever is killed leaves it: the change is in the log alone. */
const leaveLog = (path: string, change: string) => {
  const [kept, log] = [`${path}.kept`, `${path}-wal`];
  const database = new Database(path);
  database.run(change);
  copyFileSync(path, kept);
  copyFileSync(log, `${kept}-wal`);
  database.close();
  renameSync(kept, path);
  renameSync(`${kept}-wal`, log);
};

const DAMAGE: [string, (database: string) => void, RegExp][] = [
  ['an empty file', (path) => writeFileSync(path, ''), /is empty/],
  [
    'no database',
    (path) => writeFileSync(path, 'a letter to grandma'.repeat(100)),
    /not a database/,
  ],
  ['a database cut short', (path) => truncateSync(path, 6_000), /cut short: it has 6000 bytes/],
  [
    'a database without its last page',
    (path) => truncateSync(path, statSync(path).size - 4_096),
    /cut short/,
  ],
  ['a header alone', (path) => truncateSync(path, 100), /cut short/],
  ['less than a header', (path) => truncateSync(path, 60), /not a database/],
  [
    'a page size that is none',
    (path) => overwrite(path, 16, Buffer.from([0x12, 0x34])),
    /header makes no sense/,
  ],
  ['a schema overwritten', (path) => overwrite(path, 100, Buffer.alloc(3_000, 7)), /malformed/],
  [
    'a table overwritten',
    (path) => overwrite(path, 4_096 * rootOf(path, 'users'), Buffer.alloc(4_096, 7)),
    /malformed/,
  ],
  [
    'a database of another program',
    (path) => {
      rmSync(path);
      const database = new Database(path);
      database.run('CREATE TABLE recipes (name TEXT)');
      database.close();
    },
    /database of another program/,
  ],
  [
    'a database without an index of its own',
    (path) => {
      const database = new Database(path);
      database.run('DROP INDEX messages_conversation');
      database.close();
    },
    /the index messages_conversation is missing/,
  ],
  [
    'a directory in the place of the database',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    /is not a file/,
  ],
  [
    'a newer database',
    (path) => {
      const database = new Database(path);
      database.run('PRAGMA user_version = 999');
      database.close();
    },
    /newer/,
  ],
  [
    'a newer database that was not closed',
    (path) => leaveLog(path, 'PRAGMA user_version = 999'),
    /newer/,
  ],
  [
    'a database that was not closed and lacks a table',
    (path) => leaveLog(path, 'DROP TABLE homes'),
    /the table homes is missing/,
  ],
  [
    'a header that allows no writing',
    (path) => overwrite(path, 18, Buffer.from([0xfd])),
    /header makes no sense/,
  ],
  [
    'a header with more free pages than there are',
    (path) => overwrite(path, 36, Buffer.from([0xff])),
    /header makes no sense/,
  ],
  [
    'a header with a version that is none',
    (path) => overwrite(path, 60, Buffer.from([0xff])),
    /header makes no sense/,
  ],
  [
    'a database without its last byte',
    (path) => truncateSync(path, statSync(path).size - 1),
    /cut short/,
  ],
];

for (const [what, damage, reason] of DAMAGE) {
  test(`${what} is refused, and left as it was`, async () => {
    const { dir, data, database } = await used();
    damage(database);
    const before = fingerprint(data);
    const found = await runExecutable({ args: ['check', '--data-dir', data] });
    expect([found.code, found.stdout]).toEqual([1, '']);
    expect(found.stderr).not.toMatch(/no such table|\*\*\*/);
    const left = fingerprint(data).filter(([name]) => name !== 'chat8.db-shm');
    expect(left).toEqual(before);
    rmSync(`${database}-shm`, { force: true });
    await refuses(data, reason);
    rmSync(dir, { recursive: true });
  }, 300_000);
}

test('a database missing beside uploads is not replaced by a fresh one', async () => {
  const { dir, data, database } = await used();
  mkdirSync(join(data, 'files/ab'), { recursive: true });
  writeFileSync(join(data, 'files/ab/abc'), 'an upload');
  rmSync(database);
  await refuses(data, /database is missing/);
  expect(existsSync(database)).toBe(false);
  rmSync(dir, { recursive: true });
}, 300_000);

test('a lock that is none is named, and not taken for a directory that is not writable', async () => {
  const { dir, data } = await used();
  writeFileSync(join(data, 'chat8.lock'), 'a letter to grandma'.repeat(100));
  await refuses(data, /chat8.lock cannot be locked: file is not a database/);
  rmSync(dir, { recursive: true });
}, 300_000);

test('a directory that is being restored into gets no fresh database', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  mkdirSync(join(data, '.restoring-Ab1'), { recursive: true });
  writeFileSync(join(data, '.restoring-Ab1', 'held'), '');
  await refuses(data, /is being restored/);
  expect(readdirSync(data)).toEqual(['.restoring-Ab1']);
}, 300_000);

test('a database missing beside its log is not replaced by a fresh one', async () => {
  const { dir, data, database } = await used();
  rmSync(database);
  writeFileSync(`${database}-wal`, 'what was said last');
  await refuses(data, /log of a database that is missing/);
  expect(existsSync(database)).toBe(false);
  rmSync(dir, { recursive: true });
}, 300_000);
