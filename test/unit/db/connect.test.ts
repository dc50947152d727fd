// A database that another process holds for a moment, just as it is opened.
import { expect, test } from 'bun:test';
import { closeSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readFirst } from '../../../src/db/file/connect';
import { holdLock } from '../../../src/db/file/lock';
import { openDatabase } from '../../../src/db/file/open';
import { readUntouched } from '../../../src/db/file/read';
import {
  copyDatabase,
  countRows,
  examineDatabase,
  markFilesDeleted,
  newestIds,
  renewLife,
  storedFiles,
} from '../../../src/db/file/snapshot';
import { scratch } from '../../support/scratch';

const HOLDER = `
  import { Database } from 'bun:sqlite';
  const database = new Database(process.argv.at(-1));
  database.run('PRAGMA locking_mode = EXCLUSIVE');
  database.run('BEGIN EXCLUSIVE');
  database.query('SELECT count(*) FROM sqlite_schema').get();
  process.stdout.write('held');
  process.stdin.on('data', () => setTimeout(() => {
    database.close();
    process.exit(0);
  }, 300));
`;

/** Another process, that nobody gets past; it lets go a moment after it was told. */
const hold = async (path: string, program = HOLDER) => {
  const child = Bun.spawn([process.execPath, '-e', program, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { value } = await child.stdout.getReader().read();
  expect(Buffer.from(value ?? []).toString()).toBe('held');
  return {
    letGoSoon() {
      child.stdin.write('now');
      child.stdin.flush();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await child.exited;
    },
  };
};

const made = async (dir: string) => {
  const { database, close } = await openDatabase(dir);
  database.run("INSERT INTO meta (key, value) VALUES ('epoch', 'first')");
  return { path: join(dir, 'chat8.db'), close };
};

test('a start waits for who holds the database for a moment', async () => {
  using place = scratch();
  const { path, close } = await made(place.dir);
  close();
  await using holder = await hold(path);
  holder.letGoSoon();
  const opened = await openDatabase(place.dir);
  const epoch = opened.database.query("SELECT value FROM meta WHERE key = 'epoch'").get();
  expect(epoch).toEqual({ value: 'first' });
  opened.close();
});

const WRITER = `
  import { Database } from 'bun:sqlite';
  const database = new Database(process.argv.at(-1));
  database.run('BEGIN IMMEDIATE');
  database.run("INSERT INTO meta (key, value) VALUES ('theirs', 'kept')");
  process.stdout.write('held');
  process.stdin.on('data', () => setTimeout(() => {
    database.run('COMMIT');
    process.exit(0);
  }, 300));
`;

test('a start waits for who writes in a database that is not in WAL mode, as after a restore', async () => {
  using place = scratch();
  const { path, close } = await made(place.dir);
  close();
  const restored = `${path}.restored`;
  copyDatabase(path, restored);
  renameSync(restored, path);
  await using writer = await hold(path, WRITER);
  writer.letGoSoon();
  const { database, close: closeAgain } = await openDatabase(place.dir);
  const mode = database.query('PRAGMA journal_mode').get();
  const theirs = database.query("SELECT value FROM meta WHERE key = 'theirs'").get();
  expect([mode, theirs]).toEqual([{ journal_mode: 'wal' }, { value: 'kept' }]);
  closeAgain();
});

const OPENERS: Record<string, (path: string) => unknown> = {
  'who copies for a backup': (path) => copyDatabase(path, `${path}.copy`),
  'who looks before a start': (path) =>
    readUntouched(path, (database) => database.query('SELECT * FROM meta').all().length),
  'who counts for a backup': countRows,
  'who compares ids for a backup': newestIds,
  'who lists uploads': storedFiles,
  'who examines': (path) => expect(examineDatabase(path)).toEqual([]),
  'who dooms files in a copy': (path) => markFilesDeleted(path, ['a']),
  'who restores': (path) => renewLife(path, 'second', 1),
};

for (const [who, open] of Object.entries(OPENERS)) {
  test(`${who} waits for who holds the database for a moment`, async () => {
    using place = scratch();
    const { path, close } = await made(place.dir);
    close();
    await using holder = await hold(path);
    holder.letGoSoon();
    expect(() => open(path)).not.toThrow();
  });
}

const READER = `
  import { Database } from 'bun:sqlite';
  const database = new Database(process.argv.at(-1), { readonly: true });
  database.run('BEGIN');
  database.query('SELECT * FROM meta').all();
  process.stdout.write('reads');
  process.stdin.on('data', () => database.close());
`;

const killedServer = (dir: string) => `
  import { openDatabase } from '${join(import.meta.dir, '../../../src/db/file/open')}';
  const { database } = await openDatabase('${dir}');
  database.run("INSERT INTO meta (key, value) VALUES ('epoch', 'first')");
  process.kill(process.pid, 'SIGKILL');
`;

test('a start gets past an index of the log that a kill left half written, while a backup reads', async () => {
  using place = scratch();
  const path = join(place.dir, 'chat8.db');
  const server = Bun.spawnSync([process.execPath, '-e', killedServer(place.dir)]);
  expect(server.signalCode).toBe('SIGKILL');
  const reader = Bun.spawn([process.execPath, '-e', READER, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await reader.stdout.getReader().read();
  // The first of the two copies of its header (sqlite.org/walformat.html, 2.1).
  const index = openSync(`${path}-shm`, 'r+');
  writeSync(index, Buffer.from([9, 9, 9, 9]), 0, 4, 16);
  closeSync(index);
  const opened = await openDatabase(place.dir);
  expect(opened.was_unclean).toBe(true);
  expect(opened.database.query('SELECT value FROM meta').all()).toEqual([{ value: 'first' }]);
  opened.close();
  reader.kill();
  await reader.exited;
});

const failing = (...codes: string[]) => {
  const asked: string[] = [];
  return {
    asked,
    run(sql: string) {
      asked.push(sql);
      const code = codes.shift();
      if (code !== undefined) throw Object.assign(new Error('locking protocol'), { code });
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
};

test('a start goes on reading where SQLite gives up on who brings the log in order', () => {
  const database = failing('SQLITE_PROTOCOL', 'SQLITE_BUSY_RECOVERY');
  readFirst(database);
  expect(database.asked).toHaveLength(3);
  const held = failing(...Array(9).fill('SQLITE_PROTOCOL'));
  expect(() => readFirst(held)).toThrow('locking protocol');
  expect(held.asked).toHaveLength(3);
  const broken = failing('SQLITE_NOTADB');
  expect(() => readFirst(broken)).toThrow();
  expect(broken.asked).toHaveLength(1);
});

test('a lock is not waited for: who holds it may do so for years', async () => {
  using place = scratch();
  const path = join(place.dir, 'lock');
  const release = holdLock(path);
  await using _ = await hold(join(place.dir, 'other'));
  const asked = Bun.spawnSync([
    process.execPath,
    '-e',
    `import { holdLock } from '${join(import.meta.dir, '../../../src/db/file/lock')}';
     const began_ms = performance.now();
     const lock = holdLock('${path}');
     process.stdout.write(String(performance.now() - began_ms));
     process.exit(lock === undefined ? 7 : 0);`,
  ]);
  expect(asked.exitCode).toBe(7);
  // Without the time that a process takes to start.
  expect(Number(asked.stdout.toString())).toBeLessThan(4_000);
  release?.();
});

test('a database file is opened in one place alone', () => {
  const src = join(import.meta.dir, '../../../src');
  const places = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .filter((name) => /new Database\((?!':memory:')/.test(readFileSync(join(src, name), 'utf8')));
  expect(places).toEqual(['db/file/connect.ts']);
});
