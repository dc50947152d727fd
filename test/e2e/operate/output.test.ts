// Where nobody takes what the program says: a full disk, a reader that left. No command prints a
// stack there, a lost result is a failure, and a server serves.
import { expect, test } from 'bun:test';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { runExecutable, spawnExecutable } from '../../support/executable';
import { scratch } from '../../support/scratch';
import { freePort, until } from '../../support/tls';
import { scanCommand } from '../../support/watch/scanner';

/** A pipe that nobody reads (POSIX, 2.7.7): its only reader is closed before the program starts. */
const brokenPipe = (path: string, fd: number) =>
  `mkfifo '${path}'; exec 9<>'${path}' ${fd}>'${path}' 9<&-`;

/** What these say is kept nowhere. */
const isOnce = ([noun = '', verb = '']: string[]) =>
  ['user create', 'user reset-password', 'invite create'].includes(`${noun} ${verb}`);

const COMMANDS: [args: string[], code: number][] = [
  [['version'], 0],
  [['help'], 0],
  [['help', 'backup'], 0],
  [['check', '--help'], 0],
  [['user', 'list'], 0],
  [['user', 'list', '--json'], 0],
  [['user', 'reset-password', 'alice'], 0],
  [['invite', 'create'], 0],
  [['audit'], 0],
  [['status'], 0],
  [['compact'], 0],
  [['check'], 0],
  [['setup', 'systemd'], 0],
  [['doctor'], 1],
  [['doctor', '--json'], 1],
  [['backup', 'NEW'], 0],
  [['restore', 'chat8.tar'], 1],
  [['dance'], 2],
  [['--port', 'x'], 2],
];

test('no command prints a stack where its output goes nowhere, and a lost result is a failure', async () => {
  using place = scratch();
  const env = { CHAT8_DATA_DIR: join(place.dir, 'data') };
  const dir = place.dir;
  const made = await runExecutable({ args: ['user', 'create', 'alice', 'alice@example.org'], env });
  expect(made.code).toBe(0);
  let pipes = 0;
  for (const [args, code] of COMMANDS) {
    // A backup replaces no file: each gets a name of its own.
    const named = (file: string) => args.map((word) => (word === 'NEW' ? join(dir, file) : word));
    const run = (before: string, file: string) =>
      runExecutable({ args: named(file), env, dir, before });
    const pipe = (fd: number) => brokenPipe(join(dir, `pipe-${++pipes}`), fd);
    const full = await run('exec >/dev/full', 'full.tar');
    const left = await run(pipe(1), 'left.tar');
    const unheard = await run('exec 2>/dev/full', 'unheard.tar');
    const unread = await run(pipe(2), 'unread.tar');
    const both = await run('exec >/dev/full 2>/dev/full', 'both.tar');
    const isLost = unheard.stdout !== '';
    expect([args, full.code]).toEqual([args, isLost ? code || 1 : code]);
    expect([args, full.stderr]).toEqual([
      args,
      isLost
        ? expect.stringMatching(/chat8: the output cannot be written: .*no space left.*\n/)
        : expect.stringMatching(/^(chat8: .*\n)+$/),
    ]);
    for (const line of full.stderr.trim().split('\n')) expect(line).toStartWith('chat8: ');
    const unread_by_pipe = isOnce(args)
      ? [args, 1, expect.stringMatching(/chat8: (password|code): /)]
      : [args, code, isLost ? '' : full.stderr];
    expect([args, left.code, left.stderr]).toEqual(unread_by_pipe);
    expect([args, unheard.code, unread.code]).toEqual([args, code, code]);
    expect([args, both.code]).toEqual([args, full.code]);
  }
}, 300_000);

test('a password that is shown once is shown, on stderr if need be, or what it is for is taken back', async () => {
  using place = scratch();
  const env = { CHAT8_DATA_DIR: join(place.dir, 'data') };
  const run = (before: string, ...args: string[]) => runExecutable({ args, env, before });
  const list = async (noun: string) => {
    const { stdout } = await runExecutable({ args: [noun, 'list', '--json'], env });
    return JSON.parse(stdout);
  };
  const shown = await run('exec >/dev/full', 'user', 'create', 'alice');
  expect([shown.code, shown.stderr]).toEqual([
    1,
    expect.stringMatching(
      /never again:\nchat8: username: alice\nchat8: password: [a-z0-9-]{23}\n$/,
    ),
  ]);
  expect((await list('user')).map(({ username }: { username: string }) => username)).toEqual([
    'alice',
  ]);
  const nowhere = 'exec >/dev/full 2>/dev/full';
  expect((await run(nowhere, 'user', 'create', 'bob')).code).toBe(1);
  expect(await list('user')).toHaveLength(1);
  expect((await run(nowhere, 'invite', 'create')).code).toBe(1);
  expect(await list('invite')).toEqual([]);
  expect((await run('exec 2>/dev/full', 'user', 'create', 'bob')).code).toBe(0);
}, 300_000);

for (const [how, lead] of [
  ['a full disk', () => 'exec >/dev/full 2>/dev/full'],
  ['a reader that left', (dir: string) => `${brokenPipe(join(dir, 'pipe'), 1)} 2>&1`],
] as const) {
  test(`a server whose log meets ${how} starts, serves, and stops cleanly`, async () => {
    using place = scratch();
    const port = String(await freePort());
    const child = spawnExecutable({
      args: ['serve', '--log-level', 'debug'],
      env: { CHAT8_HOST: '127.0.0.1', CHAT8_PORT: port, CHAT8_DATA_DIR: join(place.dir, 'data') },
      before: lead(place.dir),
    });
    const ask = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ status }) => status === 200,
        () => child.exitCode !== null,
      );
    await until(ask);
    for (let i = 0; i < 20; i += 1) expect(await ask()).toBe(true);
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await child.exited).toBe(0);
  }, 300_000);
}

test('a long result reaches a reader that takes its time', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  const env = { CHAT8_DATA_DIR: data };
  await runExecutable({ args: ['user', 'create', 'alice', 'alice@example.org'], env });
  const line = { at: '2026-01-01T00:00:00.000Z', by: 'root', command: 'compact', subject: '' };
  const lines = Array.from({ length: 5_000 }, (_, id) => JSON.stringify({ id, ...line }));
  appendFileSync(join(data, 'audit.log'), `${lines.join('\n')}\n`);
  const child = spawnExecutable({ args: ['audit', '--json'], env });
  const reader = child.stdout.getReader();
  const pieces = [await reader.read()];
  // More than a pipe holds: the program has to wait for this.
  await Bun.sleep(200);
  while (!pieces.at(-1)?.done) pieces.push(await reader.read());
  const text = Buffer.concat(pieces.map(({ value }) => value ?? new Uint8Array())).toString();
  scanCommand(text);
  expect(JSON.parse(text)).toHaveLength(5_001);
  expect(await child.exited).toBe(0);
});
