// The server's secrets are in a file of their own, and a device hears why its session is over.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewLife } from '../../../src/db/file/snapshot';
import { session_idle_ms } from '../../../src/protocol/limits';
import { startHousekeeping } from '../../../src/server/housekeeping';
import { manualClock } from '../../support/clock';
import { call, connect, friends, login, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';

const reasonOf = ({
  body,
}: {
  body: { error?: { code: string; details: { reason?: string } } };
}) => [body.error?.code, body.error?.details.reason];
const signIn = async (url: string, username: string) => {
  const body = { username, password: `${username} likes tea` };
  return (await call(url, 'POST', '/api/v1/auth/login', { body })).body.data;
};
const refresh = (url: string, refresh_token: string) =>
  call(url, 'POST', '/api/v1/auth/refresh', { body: { refresh_token } });

test('the secrets are in no file but their own, which nobody else may read', async () => {
  using place = scratch();
  await using server = await startServer({ CHAT8_DATA_DIR: place.dir });
  await register(server.url, 'alice');
  const path = join(place.dir, 'secrets.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const secrets: string[] = Object.values(JSON.parse(readFileSync(path, 'utf8')));
  expect(secrets).toHaveLength(5);
  for (const name of readdirSync(place.dir).filter((each) => each.startsWith('chat8.db'))) {
    const bytes = readFileSync(join(place.dir, name));
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
  }
});

test('an older database hands its secrets over and forgets them, its log too', async () => {
  using place = scratch();
  const settings = { CHAT8_DATA_DIR: place.dir };
  const path = join(place.dir, 'secrets.json');
  let token = '';
  {
    await using server = await startServer(settings);
    ({ token } = await register(server.url, 'alice'));
  }
  const { tokens, hashes } = JSON.parse(readFileSync(path, 'utf8'));
  rmSync(path);
  {
    using database = new Database(join(place.dir, 'chat8.db'));
    const put = database.query('INSERT INTO meta (key, value) VALUES (?, ?)');
    put.run('jwt_secret', tokens);
    put.run('secret', hashes);
  }
  await using server = await startServer(settings);
  expect((await call(server.url, 'GET', '/api/v1/user/profile', { token })).status).toBe(200);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ tokens, hashes });
  for (const name of ['chat8.db', 'chat8.db-wal']) {
    const bytes = readFileSync(join(place.dir, name));
    for (const secret of [tokens, hashes]) expect(bytes.includes(secret)).toBe(false);
  }
});

test('a file of an older program gains the secrets of push and the relay, and keeps its own', async () => {
  using place = scratch();
  const settings = { CHAT8_DATA_DIR: place.dir };
  const path = join(place.dir, 'secrets.json');
  const read = () => JSON.parse(readFileSync(path, 'utf8'));
  let token = '';
  {
    await using server = await startServer(settings);
    ({ token } = await register(server.url, 'alice'));
  }
  const { tokens, hashes } = read();
  writeFileSync(path, JSON.stringify({ tokens, hashes }));
  {
    await using server = await startServer(settings);
    expect((await call(server.url, 'GET', '/api/v1/user/profile', { token })).status).toBe(200);
    expect(server.log.filter(({ level }) => level === 'warn')).toEqual([]);
  }
  const gained = read();
  expect(Object.keys(gained).sort()).toEqual(['hashes', 'receipts', 'relay', 'tokens', 'vapid']);
  expect([gained.tokens, gained.hashes]).toEqual([tokens, hashes]);
  {
    await using _server = await startServer(settings);
    expect(read()).toEqual(gained);
  }
  for (const wrong of ['', 'AAAA', 7]) {
    writeFileSync(path, JSON.stringify({ ...gained, relay: wrong }));
    await expect(startServer(settings)).rejects.toThrow('is damaged');
  }
  for (const vapid of ['', 'AAAA', Buffer.alloc(32).toString('base64url'), 7]) {
    writeFileSync(path, JSON.stringify({ ...gained, vapid }));
    await expect(startServer(settings)).rejects.toThrow('is damaged');
  }
});

test('a missing file is made again, which ends all sessions and is said', async () => {
  using place = scratch();
  const settings = { CHAT8_DATA_DIR: place.dir };
  let [token, refresh_token] = ['', ''];
  {
    await using server = await startServer(settings);
    ({ token } = await register(server.url, 'alice'));
    ({ refresh_token } = await signIn(server.url, 'alice'));
  }
  rmSync(join(place.dir, 'secrets.json'));
  await using server = await startServer(settings);
  expect(server.log.map(({ message }) => message).join()).toContain('secrets.json is missing');
  const old = await call(server.url, 'GET', '/api/v1/user/profile', { token });
  expect(reasonOf(old)).toEqual(['AUTH_001', 'unknown']);
  expect(reasonOf(await refresh(server.url, refresh_token))).toEqual(['AUTH_001', 'unknown']);
  expect((await signIn(server.url, 'alice')).restored_at).toBeUndefined();
});

test('a damaged file is refused at the start, and left as it is', async () => {
  using place = scratch();
  const path = join(place.dir, 'secrets.json');
  for (const damage of ['', '{', '7', 'null', '{}', '{"tokens":"x","hashes":"short"}']) {
    writeFileSync(path, damage);
    const failed = await startServer({ CHAT8_DATA_DIR: place.dir }).catch((error) => error.message);
    expect(failed).toContain('secrets.json is damaged');
    expect(readFileSync(path, 'utf8')).toBe(damage);
  }
  rmSync(path);
  mkdirSync(path);
  const failed = await startServer({ CHAT8_DATA_DIR: place.dir }).catch((error) => error.message);
  expect(failed).toStartWith(`${path} cannot be read: `);
});

test('a restore ends every session, says when it was, and knows what was sent before', async () => {
  using place = scratch();
  // A secret of the configuration stands, and still opens nothing.
  const settings = { CHAT8_DATA_DIR: place.dir, CHAT8_JWT_SECRET: 'x'.repeat(48) };
  let [token, refresh_token] = ['', ''];
  const draft = { content: 'Hello', client_id: 'c-1' };
  let sent = 0;
  {
    await using server = await startServer(settings);
    const { alice, bob } = await friends(server.url);
    ({ token } = alice);
    ({ refresh_token } = await signIn(server.url, 'alice'));
    sent = (await alice.says(bob, 'Hello', draft)).id;
  }
  renewLife(join(place.dir, 'chat8.db'), 'another', Date.UTC(2026, 0, 2));
  rmSync(join(place.dir, 'secrets.json'));
  await using server = await startServer(settings);
  const old = await call(server.url, 'GET', '/api/v1/user/profile', { token });
  expect(reasonOf(old)).toEqual(['AUTH_001', 'unknown']);
  expect(reasonOf(await refresh(server.url, refresh_token))).toEqual(['AUTH_001', 'unknown']);
  const again = await signIn(server.url, 'alice');
  expect(again.restored_at).toBe('2026-01-02T00:00:00.000Z');
  using device = await connect(server.url, 1, again.access_token);
  expect((await device.event('hello')).data.restored_at).toBe('2026-01-02T00:00:00.000Z');
  const send = (receiver_id: number) =>
    call(server.url, 'POST', '/api/v1/messages', {
      token: again.access_token,
      body: { receiver_id, ...draft },
    });
  expect((await send(2)).body.data.id).toBe(sent);
  expect((await send(1)).body.error.code).toBe('MESSAGE_003');
  // What somebody deletes, or knows a friend by, from the days that are lost is nothing that came since.
  const alice = await login(server.url, 'alice');
  expect((await alice.says({ id: 2 }, 'since then')).id).toBeGreaterThan(sent + 1_000_000);
  expect((await register(server.url, 'carol')).id).toBeGreaterThan(1_000_000);
});

test('a session that was ended says so, one whose time ran out too, a forged one knows nothing', async () => {
  const clock = manualClock();
  await using server = await startServer({}, clock);
  const alice = await register(server.url, 'alice');
  const phone = await login(server.url, 'alice');
  const held = await signIn(server.url, 'alice');
  const tablet = await signIn(server.url, 'alice');
  const { data } = (await alice.get('/auth/sessions')).body;
  for (const { id } of data.slice(1, 3)) await alice.delete(`/auth/sessions/${id}`);
  expect(reasonOf(await phone.get('/friends'))).toEqual(['AUTH_001', 'ended']);
  expect(reasonOf(await refresh(server.url, held.refresh_token))).toEqual(['AUTH_001', 'ended']);
  const [id = ''] = held.refresh_token.split('-');
  const guessed = `${id}-${Buffer.alloc(32, 7).toString('base64url')}`;
  expect(reasonOf(await refresh(server.url, guessed))).toEqual(['AUTH_001', 'unknown']);
  const [head, payload] = alice.token.split('.');
  const forged = `${head}.${payload}.${'A'.repeat(43)}`;
  const answer = await call(server.url, 'GET', '/api/v1/friends', { token: forged });
  expect(reasonOf(answer)).toEqual(['AUTH_001', 'unknown']);
  expect(reasonOf(await call(server.url, 'GET', '/api/v1/friends', {}))).toEqual([
    'AUTH_001',
    undefined,
  ]);
  clock.advance(session_idle_ms + 1);
  expect(reasonOf(await refresh(server.url, tablet.refresh_token))).toEqual([
    'AUTH_001',
    'expired',
  ]);
  const stop = startHousekeeping(server.world);
  await server.world.ledger.write(({ now }) => server.world.sessions.sweep(now));
  stop();
  expect(reasonOf(await refresh(server.url, tablet.refresh_token))).toEqual([
    'AUTH_001',
    'expired',
  ]);
});

test('an erased account ends its sessions like any other', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const phone = await signIn(server.url, 'alice');
  expect((await alice.delete('/user', { password: alice.password })).status).toBe(200);
  expect(reasonOf(await alice.get('/friends'))).toEqual(['AUTH_001', 'ended']);
  expect(reasonOf(await refresh(server.url, phone.refresh_token))).toEqual(['AUTH_001', 'ended']);
});

test('a token that has only expired signs out, with its sockets', async () => {
  const clock = manualClock();
  await using server = await startServer({}, clock);
  const alice = await register(server.url, 'alice');
  const phone = await signIn(server.url, 'alice');
  clock.advance(3 * 3_600_000);
  expect((await alice.get('/friends')).body.error.code).toBe('AUTH_002');
  expect((await alice.post('/auth/logout')).status).toBe(200);
  expect(reasonOf(await alice.post('/auth/logout'))).toEqual(['AUTH_001', 'ended']);
  expect((await refresh(server.url, phone.refresh_token)).status).toBe(200);
});
