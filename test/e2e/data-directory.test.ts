// Bad data directories are refused with a clear line, and every file stays as it was.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../support/available';
import { runExecutable, startExecutable } from '../support/executable';
import { friends, register } from '../support/person';

const files = (dir: string) =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .sort()
    .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]);

/** A data directory that was in use, and is now stopped. */
const used = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-dir-'));
  const server = await startExecutable({ dir });
  await register(server.url, 'alice');
  expect(await server.stop()).toBe(0);
  return { dir, data: server.data, database: join(server.data, 'chat8.db') };
};

const refuses = async (data: string, reason: RegExp) => {
  const isDir = existsSync(data) && statSync(data).isDirectory();
  const before = isDir ? files(data) : [];
  const { code, stdout, stderr } = await runExecutable({
    args: ['--port', '0', '--data-dir', data],
  });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(reason);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).not.toContain('listening');
  if (isDir) {
    expect(files(data).filter(([path = '']) => !path.endsWith('chat8.lock'))).toEqual(
      before.filter(([path = '']) => !path.endsWith('chat8.lock')),
    );
  }
};

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
];

for (const [what, damage, reason] of DAMAGE) {
  test(`${what} is refused, and left as it was`, async () => {
    const { dir, data, database } = await used();
    damage(database);
    await refuses(data, reason);
    rmSync(dir, { recursive: true });
  }, 60_000);
}

test('a database missing beside uploads is not replaced by a fresh one', async () => {
  const { dir, data, database } = await used();
  mkdirSync(join(data, 'files/ab'), { recursive: true });
  writeFileSync(join(data, 'files/ab/abc'), 'an upload');
  rmSync(database);
  await refuses(data, /database is missing/);
  expect(existsSync(database)).toBe(false);
  rmSync(dir, { recursive: true });
}, 60_000);

test('a database missing beside its log is not replaced by a fresh one', async () => {
  const { dir, data, database } = await used();
  rmSync(database);
  writeFileSync(`${database}-wal`, 'what was said last');
  await refuses(data, /log of a database that is missing/);
  expect(existsSync(database)).toBe(false);
  rmSync(dir, { recursive: true });
}, 60_000);

test.skipIf(!isAvailable('setpriv'))(
  'a directory that may not be written to is refused, and left as it was',
  async () => {
    const { dir, data } = await used();
    // Whoever runs the tests may write everywhere: somebody else tries.
    for (const path of [dir, data]) chmodSync(path, 0o755);
    for (const [path] of files(data)) chmodSync(String(path), 0o644);
    const before = files(data);
    const { code, stderr } = await runExecutable({
      args: ['--port', '0', '--data-dir', data],
      as: process.getuid?.() === 0 ? 65_534 : undefined,
      before: process.getuid?.() === 0 ? undefined : `chmod -R a-w '${data}'`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/is not writable/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(files(data)).toEqual(before);
    Bun.spawnSync(['chmod', '-R', 'u+w', data]);
    rmSync(dir, { recursive: true });
  },
  60_000,
);

test('a directory in use, a file in its place, and a port in use are refused', async () => {
  await using server = await startExecutable();
  await register(server.url, 'alice');
  await refuses(server.data, /in use/);
  await refuses(join(server.data, 'chat8.db'), /./);
  const dir = mkdtempSync(join(tmpdir(), 'chat8-port-'));
  const port = new URL(server.url).port;
  const args = ['--host', '127.0.0.1', '--port', port, '--data-dir', dir];
  const { code, stderr } = await runExecutable({ args });
  expect(code).not.toBe(0);
  expect(stderr).toContain(port);
  rmSync(dir, { recursive: true });
}, 60_000);

test('all files are 0600 and all directories 0700, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await using server = await startExecutable();
    const { alice, bob } = await friends(server.url);
    const form = new FormData();
    form.set('file', new File(['x'], 'x.txt'));
    form.set('receiver_id', String(bob.id));
    expect((await alice.post('/upload/file', form)).status).toBe(201);
    const modes = readdirSync(server.data, { recursive: true, encoding: 'utf8' }).map((name) => {
      const stat = statSync(join(server.data, name));
      return [name, (stat.mode & 0o777).toString(8), stat.isDirectory()] as const;
    });
    expect(modes.length).toBeGreaterThan(4);
    expect(modes.filter(([, mode, isDir]) => mode !== (isDir ? '700' : '600'))).toEqual([]);
  } finally {
    process.umask(before);
  }
}, 60_000);

test('SIGTERM says goodbye to the sockets and ends with 0 within 5 seconds', async () => {
  await using server = await startExecutable();
  const alice = await register(server.url, 'alice');
  using device = await alice.connect();
  const started = performance.now();
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(await device.closed).toBe(1001);
}, 60_000);

test('version, help, and commands and settings that do not exist', async () => {
  const version = await runExecutable({ args: ['version'] });
  expect([version.code, version.stdout]).toEqual([
    0,
    expect.stringMatching(/^chat8 \d+\.\d+\.\d+\n$/),
  ]);
  const help = await runExecutable({ args: ['help'] });
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('CHAT8_REGISTRATION');
  expect((await runExecutable({ args: ['dance'] })).code).not.toBe(0);
  const wrong = await runExecutable({
    args: ['--port=x'],
    env: { CHAT8_LANG: 'fr', CHAT8_X: '1' },
  });
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr.trim().split('\n')).toHaveLength(3);
}, 60_000);
