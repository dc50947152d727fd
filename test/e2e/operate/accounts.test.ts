// The operator's commands, on the executable: beside a running server, and without one.
import { expect, test } from 'bun:test';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runExecutable, startExecutable } from '../../support/executable';
import type { Person } from '../../support/person';
import { call, friends, login, register } from '../../support/person';
import { fingerprint, scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

const chat8 = async (data: string, ...args: string[]) => {
  const ran = await runExecutable({ args: [...args, '--data-dir', data] });
  return {
    ...ran,
    json: args.includes('--json') && ran.code === 0 ? JSON.parse(ran.stdout) : null,
  };
};

const sendFile = async (from: Person, to: Person, text: string): Promise<string> => {
  const form = new FormData();
  form.set('file', new File([text], 'note.txt'));
  form.set('receiver_id', String(to.id));
  const { file_url } = (await from.post('/upload/file', form)).body.data;
  await from.says(to, file_url, { message_type: 'file' });
  return file_url;
};

test('a backup of a running server is restored with every message and file', async () => {
  using place = scratch();
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const file_url = await sendFile(alice, bob, 'the plan of the garden');
  for (let i = 0; i < 50; i += 1) await alice.says(bob, `message ${i}`);
  let isOver = false;
  const talking = (async () => {
    for (let said = 0; !isOver; said += 1) {
      if (said < 40) await bob.says(alice, 'meanwhile');
      else await Bun.sleep(10);
    }
  })();
  const file = join(place.dir, 'backup.tar');
  const made = await chat8(server.data, 'backup', file, '--json');
  isOver = true;
  await talking;
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(place.dir)).toEqual(['backup.tar']);
  expect((await chat8(server.data, 'status', '--json')).json).toMatchObject({
    running: true,
    users: 2,
    last_backup_file: file,
  });

  const { body: health } = await call(server.url, 'GET', '/healthz');
  expect(health.last_backup).toBe(made.json.proven_at);

  const data = join(place.dir, 'elsewhere', 'data');
  const restored = await chat8(data, 'restore', file);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect((await chat8(data, 'check')).stdout).toBe('no faults found\n');
  await using second = await startExecutable({ args: ['--data-dir', data] });
  const again = await login(second.url, 'bob');
  const { messages } = (await again.get(`/messages/${alice.id}?limit=100`)).body.data;
  const said = messages.map(({ content }: { content: string }) => content);
  expect(said.filter((text: string) => text.startsWith('message '))).toHaveLength(50);
  const fetched = await call(second.url, 'GET', file_url, { token: again.token });
  expect(fetched.body).toBe('the plan of the garden');
  const epoch = async (person: Person) => (await person.get('/events')).body.data.epoch;
  expect(await epoch(again)).not.toBe(await epoch(bob));
}, 300_000);

test('a backup that was cut short or changed is refused, and everything stays as it was', async () => {
  using place = scratch();
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  await sendFile(alice, bob, 'x'.repeat(100_000));
  const file = join(place.dir, 'backup.tar');
  expect((await chat8(server.data, 'backup', file)).code).toBe(0);
  expect((await chat8(server.data, 'backup', file)).stderr).toContain('exists already');
  const size = statSync(file).size;
  const bad = join(place.dir, 'bad.tar');
  const damages: (() => void)[] = [
    () => truncateSync(bad, size - 2_000),
    () => truncateSync(bad, 700),
    () => writeFileSync(bad, 'no backup at all'),
    () => {
      const bytes = readFileSync(bad);
      const at = bytes.indexOf('xxxxxxxx');
      bytes[at + 5_000] = 'y'.charCodeAt(0);
      writeFileSync(bad, bytes);
    },
  ];
  for (const damage of damages) {
    cpSync(file, bad);
    damage();
    const data = join(place.dir, 'data');
    const refused = await chat8(data, 'restore', bad);
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(data)).toBe(false);
    expect(readdirSync(place.dir).sort()).toEqual(['backup.tar', 'bad.tar']);
  }
  const inUse = await chat8(server.data, 'restore', file);
  expect([inUse.code, inUse.stderr]).toEqual([1, expect.stringContaining('is not empty')]);
}, 300_000);

test('a check finds what is missing or too much, and changes nothing', async () => {
  using place = scratch();
  const dir = join(place.dir, 'home');
  const server = await startExecutable({ dir });
  const { alice, bob } = await friends(server.url);
  await sendFile(alice, bob, 'one');
  await sendFile(alice, bob, 'two');
  expect(await server.stop()).toBe(0);
  const files = () =>
    readdirSync(join(server.data, 'files'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(server.data, 'files', name))
      .filter((path) => statSync(path).isFile());
  const [first = '', other = ''] = files();
  rmSync(first);
  truncateSync(other, 1);
  const stray = join(server.data, 'files', 'aa', 'a'.repeat(32));
  cpSync(other, stray, { recursive: true });
  const before = fingerprint(server.data);
  const { code, stderr } = await chat8(server.data, 'check');
  expect(code).toBe(1);
  expect(stderr).toContain('has a row but no bytes');
  expect(stderr).toContain('has 1 bytes and should have 3');
  expect(stderr).toContain('without a row');
  expect(fingerprint(server.data)).toEqual(before);
}, 300_000);

test('people are created, disabled and deleted beside a running server, within a second', async () => {
  await using server = await startExecutable({ env: { CHAT8_REGISTRATION: 'invite' } });
  const { data } = server;
  const made = await chat8(data, 'user', 'create', 'alice', 'alice@example.org', '--json');
  const { password } = made.json;
  const alice = await login(server.url, 'alice', password);
  using device = await alice.connect();
  expect((await chat8(data, 'user', 'create', 'Alice', 'a@example.org')).stderr).toContain('taken');
  const reset = await chat8(data, 'user', 'reset-password', 'alice', '--json');
  expect(await device.closed).toBe(4401);
  expect((await alice.get('/friends')).status).toBe(401);
  const again = await login(server.url, 'alice', reset.json.password);
  expect((await chat8(data, 'user', 'disable', 'alice')).code).toBe(0);
  expect((await again.get('/friends')).status).toBe(401);
  const attempt = async () =>
    call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username: 'alice', password: reset.json.password },
    });
  expect((await attempt()).body.error.code).toBe('AUTH_004');
  expect((await chat8(data, 'user', 'enable', 'alice')).code).toBe(0);
  expect((await attempt()).status).toBe(200);
  const invited = await chat8(data, 'invite', 'create', '--uses', '1', '--expires', '2h', '--json');
  const join = await call(server.url, 'POST', '/api/v1/auth/register', {
    body: {
      username: 'bob',
      email: 'bob@example.org',
      password: 'bob likes tea',
      confirm_password: 'bob likes tea',
      invite: invited.json.code,
    },
  });
  expect(join.status).toBe(201);
  const listed = (await chat8(data, 'user', 'list', '--json')).json;
  expect(listed.map(({ username }: { username: string }) => username)).toEqual(['alice', 'bob']);
  expect((await chat8(data, 'invite', 'list', '--json')).json).toMatchObject([{ used: 1 }]);
  expect((await chat8(data, 'user', 'delete', 'bob')).code).toBe(0);
  expect((await chat8(data, 'user', 'list', '--json')).json).toHaveLength(1);
  expect(statSync(`${data}/control.sock`).mode & 0o777).toBe(0o600);
  for (const args of [
    ['user', 'disable', 'nobody'],
    ['user', 'nonsense'],
    ['user', 'create', 'x'],
    ['invite', 'revoke', 'nothing'],
    ['invite', 'create', '--expires', 'soon'],
  ]) {
    const { code, stderr } = await chat8(data, ...args);
    expect(code).toBeGreaterThan(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
}, 300_000);

test('commands work on data that nobody serves, and refuse where there is none', async () => {
  using place = scratch();
  const data = join(place.dir, 'data');
  expect((await chat8(data, 'user', 'list')).stderr).toContain('there is no database');
  expect(existsSync(data)).toBe(false);
  const { json } = await chat8(data, 'user', 'create', 'alice', 'alice@example.org', '--json');
  await using server = await startExecutable({ args: ['--data-dir', data] });
  expect((await login(server.url, 'alice', json.password)).id).toBe(1);
  expect((await chat8(data, 'status')).stdout).toContain('running: true');
}, 300_000);

test('backups by the clock are made, proven, and kept to a number', async () => {
  using place = scratch();
  const backups = join(place.dir, 'backups');
  await using server = await startExecutable({
    env: { CHAT8_BACKUP_DIR: backups, CHAT8_BACKUP_EVERY: '1d', CHAT8_BACKUP_KEEP: '2' },
  });
  await register(server.url, 'alice');
  await eventually(() => server.output().includes('a backup was made and proven'));
  const [name = ''] = readdirSync(backups);
  expect(name).toMatch(/^chat8-\d{4}-\d{2}-\d{2}T\d{6}Z\.tar$/);
  const { code } = await chat8(join(place.dir, 'data'), 'restore', join(backups, name));
  expect(code).toBe(0);
}, 300_000);
