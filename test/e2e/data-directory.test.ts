// Bad data directories are refused with a clear line, and every file stays as it was.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const DAMAGE: [string, (database: string) => void, RegExp][] = [
  ['an empty file', (path) => writeFileSync(path, ''), /is empty/],
  [
    'no database',
    (path) => writeFileSync(path, 'a letter to grandma'.repeat(100)),
    /not a database/,
  ],
  ['a database cut short', (path) => truncateSync(path, 6_000), /database/],
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
