import { expect, test } from 'bun:test';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { refuses, settled, used } from '../../support/data/directory';
import { runExecutable, startExecutable } from '../../support/executable';
import { friends, register } from '../../support/person';
import { fingerprint } from '../../support/scratch';
import { inTime } from '../../support/timing';

test.skipIf(!isAvailable('setpriv'))(
  'a directory that may not be written to is refused, and left as it was',
  async () => {
    const { dir, data } = await used();
    // Whoever runs the tests may write everywhere: somebody else tries.
    for (const path of [dir, data]) chmodSync(path, 0o755);
    for (const [name] of fingerprint(data)) chmodSync(join(data, name), 0o644);
    const before = fingerprint(data);
    const { code, stderr } = await runExecutable({
      args: ['--port', '0', '--data-dir', data],
      as: process.getuid?.() === 0 ? 65_534 : undefined,
      before: process.getuid?.() === 0 ? undefined : `chmod -R a-w '${data}'`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/is not writable/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(fingerprint(data)).toEqual(before);
    Bun.spawnSync(['chmod', '-R', 'u+w', data]);
    if (process.getuid?.() === 0) {
      Bun.spawnSync(['chown', '-R', '65534:65534', data]);
      for (const name of ['chat8.lock', 'chat8.db']) {
        const path = join(data, name);
        chownSync(path, 0, 0);
        const other = await runExecutable({
          args: ['--port', '0', '--data-dir', data],
          as: 65_534,
        });
        expect([other.code, other.stderr]).toEqual([
          1,
          expect.stringContaining(`${path} is not writable: it belongs to another user (0, `),
        ]);
        expect(other.stderr).toContain(`chown -R 65534 ${data}`);
      }
    }
    rmSync(dir, { recursive: true });
  },
  300_000,
);

test('a directory in use, a file in its place, and a port in use are refused', async () => {
  await using server = await startExecutable();
  await register(server.url, 'alice');
  // The server that runs writes into it, too, and does its housekeeping after its first answers.
  await settled(server.data);
  await refuses(server.data, /in use/);
  await refuses(join(server.data, 'chat8.db'), /./);
  const dir = mkdtempSync(join(tmpdir(), 'chat8-port-'));
  const port = new URL(server.url).port;
  const args = ['--host', '127.0.0.1', '--port', port, '--data-dir', dir];
  const { code, stderr } = await runExecutable({ args });
  expect(code).not.toBe(0);
  expect(stderr).toContain(port);
  rmSync(dir, { recursive: true });
}, 300_000);

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
}, 300_000);

test.skipIf(!isAvailable('setpriv'))(
  'what commands make is 0600 and 0700 too, and of use to who made it, whatever the umask',
  async () => {
    const isRoot = process.getuid?.() === 0;
    const as = isRoot ? 65_534 : undefined;
    for (const umask of ['000', '777']) {
      const dir = mkdtempSync(join(tmpdir(), 'chat8-umask-'));
      if (isRoot) chownSync(dir, 65_534, 65_534);
      const data = join(dir, 'data');
      const run = (...args: string[]) =>
        runExecutable({ args: [...args, '--data-dir', data], as, before: `umask ${umask}` });
      for (const args of [
        ['user', 'create', 'alice', 'alice@example.org'],
        ['invite', 'create'],
        ['backup', join(dir, 'chat8.tar')],
        ['check', join(dir, 'chat8.tar')],
        ['restore', join(dir, 'chat8.tar'), '--data-dir', join(dir, 'restored')],
        ['user', 'disable', 'alice'],
        ['audit'],
      ]) {
        const own = args.includes('--data-dir')
          ? await runExecutable({ args, as, before: `umask ${umask}` })
          : await run(...args);
        expect([umask, args, own.code, own.stderr]).toEqual([umask, args, 0, '']);
      }
      const modes = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => {
        const stat = statSync(join(dir, name));
        return [name, (stat.mode & 0o777).toString(8), stat.isDirectory()] as const;
      });
      expect(modes.length).toBeGreaterThan(5);
      expect(modes.filter(([, mode, isDir]) => mode !== (isDir ? '700' : '600'))).toEqual([]);
      rmSync(dir, { recursive: true });
    }
  },
  300_000,
);

test('SIGTERM says goodbye to the sockets and ends with 0 within 5 seconds', async () => {
  await using server = await startExecutable();
  const alice = await register(server.url, 'alice');
  using device = await alice.connect();
  const stopped = server.stop('SIGTERM');
  await inTime(stopped, 5_000);
  expect(await stopped).toBe(0);
  expect(await device.closed).toBe(1001);
}, 300_000);

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
}, 300_000);
