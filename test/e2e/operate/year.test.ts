// A year with Chat8, by the executable alone: from nothing to people, talk, backups by the clock,
// crashes, a full disk and another machine; and from the first version to this one.
import { expect, test } from 'bun:test';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { createClient } from '../../support/client/client';
import { makeFirstVersion } from '../../support/data/first-version';
import { runExecutable, spawnExecutable, startExecutable } from '../../support/executable';
import type { Person } from '../../support/person';
import { befriend, call, login } from '../../support/person';
import { scratch } from '../../support/scratch';
import { eventually } from '../../support/timing';

const sealed = { CHAT8_BACKUP_PASSPHRASE: 'eight swans cross the lake' };

/** Scheduled backups let everything else on the machine go before. */
const gives_way_ms = 240_000;

const chat8 = async (data: string, ...args: string[]) => {
  const ran = await runExecutable({ args: [...args, '--data-dir', data], env: sealed });
  expect([args, ran.code, ran.stderr]).toEqual([args, 0, '']);
  return ran.stdout;
};

const history = async (me: Person, friend: Person) => {
  const all = new Map<number, string>();
  for (let page = 1; ; page += 1) {
    const { status, body } = await me.get(`/messages/${friend.id}?limit=100&page=${page}`);
    expect(status).toBe(200);
    for (const { id, content } of body.data.messages) all.set(id, content);
    if (body.data.messages.length < 100) return all;
  }
};

const upload = async (from: Person, to: Person, text: string) => {
  const form = new FormData();
  form.set('file', new File([text], 'note.txt'));
  form.set('receiver_id', String(to.id));
  const { file_url } = (await from.post('/upload/file', form)).body.data;
  await from.says(to, file_url, { message_type: 'file' });
  return file_url as string;
};

test.skipIf(!isAvailable('prlimit'))(
  'from nothing through a year to another machine, with every message and file',
  async () => {
    using place = scratch();
    const dir = join(place.dir, 'home');
    const data = join(dir, 'data');
    const backups = join(place.dir, 'backups');
    const env = {
      CHAT8_REGISTRATION: 'invite',
      CHAT8_BACKUP_DIR: backups,
      CHAT8_BACKUP_EVERY: '2s',
      CHAT8_BACKUP_KEEP: '3',
    };
    // Setup: an operator's account before the first start, an invitation for a friend.
    const made = await chat8(data, 'user', 'create', 'alice', 'alice@example.org', '--json');
    const { password } = JSON.parse(made);
    let server = await startExecutable({ dir, env });
    const invite = JSON.parse(await chat8(data, 'invite', 'create', '--json')).code;
    const bobs = { username: 'bob', email: 'bob@example.org', password: 'bob likes tea' };
    const joinWith = (code: string) =>
      call(server.url, 'POST', '/api/v1/auth/register', {
        body: { ...bobs, confirm_password: bobs.password, invite: code },
      });
    expect((await joinWith('nothing')).status).toBe(403);
    expect((await joinWith(invite)).status).toBe(201);
    let [alice, bob] = [await login(server.url, 'alice', password), await login(server.url, 'bob')];
    await befriend(alice, bob);

    // Talk under load, through backups, a crash and a disk that fills for a while.
    const clients = [alice, bob].map((who) => createClient(() => server.url, who));
    const [left, right] = clients as [(typeof clients)[0], (typeof clients)[0]];
    for (const client of clients) client.connect();
    await left.until(() => left.seq() > 0 && right.seq() > 0);
    let sent = 0;
    const talk = setInterval(() => {
      if (left.outbox.size + right.outbox.size > 40) return;
      left.send(bob.id, `from alice, ${sent} ${'x'.repeat(sent % 700)}`);
      right.send(alice.id, `from bob, ${sent}`);
      sent += 1;
    }, 50);
    const files = new Map<string, string>();
    const send = async (text: string) => files.set(await upload(alice, bob, text), text);
    for (let i = 0; i < 5; i += 1) await send(`file ${i} ${'y'.repeat(20_000 * i)}`);
    const kept = (end: string) => readdirSync(backups).filter((name) => name.endsWith(end)).length;
    await eventually(() => kept('.tar') > 1, gives_way_ms);
    await server.stop('SIGKILL');
    // From now on nobody reads the backups who does not know the passphrase.
    server = await startExecutable({ dir, env: { ...env, ...sealed, CHAT8_BACKUP_EVERY: '6s' } });
    await eventually(() => server.output().includes('the check found no faults'));
    [alice, bob] = [await login(server.url, 'alice', password), await login(server.url, 'bob')];
    const limit = (bytes: number | 'unlimited') =>
      Bun.spawnSync(['prlimit', `--pid=${server.pid}`, `--fsize=${bytes}:unlimited`]);
    limit(statSync(join(data, 'chat8.db')).size);
    await eventually(() => server.output().includes('the store takes no writes'));
    limit('unlimited');
    await send('after the disk was full');
    await eventually(() => server.output().includes('made and proven'), gives_way_ms);
    await eventually(() => kept('.tar.age') > 0 && kept('.tar') + kept('.tar.age') === 3);
    clearInterval(talk);
    const isQuiet = () => left.outbox.size + right.outbox.size === 0;
    for (const client of clients) client.tear();
    await left.until(isQuiet, 60_000);
    for (const client of clients) client.stop();
    expect(clients.flatMap(({ faults }) => faults)).toEqual([]);

    // Another machine: the last backup holds all that was acknowledged before it began.
    const said = await history(alice, bob);
    expect(said.size).toBe(2 * sent + files.size);
    const last = join(place.dir, 'last.tar.age');
    await chat8(data, 'backup', last);
    expect((await call(server.url, 'GET', '/healthz')).body.last_backup).not.toBeNull();
    expect(await server.stop()).toBe(0);
    const other = join(place.dir, 'other');
    await chat8(join(other, 'data'), 'restore', last);
    rmSync(dir, { recursive: true });
    expect(await chat8(join(other, 'data'), 'check')).toBe('no faults found\n');
    await using elsewhere = await startExecutable({ dir: other });
    const again = await login(elsewhere.url, 'bob');
    expect(await history(again, alice)).toEqual(said);
    for (const [file_url, text] of files) {
      const { token } = again;
      expect((await call(elsewhere.url, 'GET', file_url, { token })).body).toBe(text);
    }
  },
  600_000,
);

test('a database of the first version comes through kills of its upgrade, with all that it held', async () => {
  using place = scratch();
  const dir = join(place.dir, 'home');
  const data = join(dir, 'data');
  const backups = join(place.dir, 'backups');
  const messages = 20_000;
  const file_url = makeFirstVersion(data, messages, 'the plan of the garden');
  const env = { CHAT8_BACKUP_DIR: backups, CHAT8_PORT: '0', CHAT8_HOST: '127.0.0.1' };
  for (const wait_ms of [60, 100, 140, 180, 250]) {
    const child = spawnExecutable({ args: ['serve', '--data-dir', data], env, dir });
    await Bun.sleep(wait_ms);
    child.kill('SIGKILL');
    await child.exited;
  }
  await using server = await startExecutable({ dir, env });
  const kept = readdirSync(backups).filter((name) => !name.startsWith('.'));
  expect(kept.filter((name) => name.endsWith('-before-upgrade.tar')).length).toBeGreaterThan(0);
  const reset = await chat8(data, 'user', 'reset-password', 'bob', '--json');
  const bob = await login(server.url, 'bob', JSON.parse(reset).password);
  const { body } = await bob.get('/messages/1?limit=100');
  expect(body.data.pagination.total).toBe(messages + 1);
  expect(body.data.messages[1].content).toBe(`long ago, ${messages}`);
  const { token } = bob;
  expect((await call(server.url, 'GET', file_url, { token })).body).toBe('the plan of the garden');
  expect(await chat8(data, 'check')).toBe('no faults found\n');

  // And back: the backup of before is what the first version left.
  const [before = ''] = kept;
  const old = join(place.dir, 'old');
  const told = await chat8(old, 'restore', join(backups, before), '--json');
  expect(JSON.parse(told)).toMatchObject({ messages: messages + 1, users: 2, files: 1 });
}, 300_000);
