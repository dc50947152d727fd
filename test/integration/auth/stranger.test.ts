// What a stranger learns of who has an account: nothing by signing in, nothing by asking how.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disableUser } from '../../../src/operator/accounts';
import { call, friends, register } from '../../support/person';
import { startServer } from '../../support/server';

const signIn = (url: string, username: string, password: string, more: object = {}) =>
  call(url, 'POST', '/api/v1/auth/login', { body: { username, password, ...more } });

const kdfOf = async (url: string, name: string) =>
  (await call(url, 'GET', `/api/v1/auth/kdf?username=${encodeURIComponent(name)}`)).body.data;

test('an unknown name and a wrong password cost the same and say the same', async () => {
  await using server = await startServer();
  const { alice } = await friends(server.url);
  await disableUser(server.world, 'bob');
  const { passwords } = server.world;
  const derive = passwords.deriveAuth;
  let derivations = 0;
  passwords.deriveAuth = (...given) => {
    derivations += 1;
    return derive(...given);
  };
  const said = new Set<string>();
  const names = ['alice', 'ALICE', alice.email, 'nobody', 'nobody@example.org', 'bob', '%', 'a\tb'];
  // Too short, too long, and of letters that NFKC makes one or eighteen of.
  const odd = ['x', 'x'.repeat(200_000), '\u1112\u1161'.repeat(500), '\ufdfa'.repeat(50_000)];
  const tries = [
    ...names.map((name) => [name, 'wrong one']),
    ...['alice', 'nobody'].flatMap((name) => odd.map((password) => [name, password])),
  ];
  for (const [name = '', password = ''] of tries) {
    const before = derivations;
    const { status, headers, body } = await signIn(server.url, name, password);
    expect([name, derivations - before]).toEqual([name, 1]);
    const { timestamp: _, ...rest } = body;
    said.add(JSON.stringify([status, [...headers.keys()].sort(), rest]));
  }
  expect([...said]).toHaveLength(1);
  expect([...said][0]).toStartWith('[401,');
  const right = await signIn(server.url, 'bob', 'bob likes tea');
  expect([right.status, right.body.error.code]).toEqual([403, 'AUTH_004']);
}, 300_000);

test('how to derive a password is told alike for a name that nobody has', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-kdf-'));
  let before: unknown;
  {
    await using server = await startServer({ CHAT8_DATA_DIR: dir });
    const alice = await register(server.url, 'alice');
    const known = await kdfOf(server.url, 'alice');
    for (const name of ['Ａlice', 'ALICE', alice.email]) {
      expect(await kdfOf(server.url, name)).toEqual(known);
    }
    before = await kdfOf(server.url, 'nobody');
    expect(Object.keys(before as object)).toEqual(Object.keys(known));
    expect(await kdfOf(server.url, 'ＮＯＢＯＤＹ')).toEqual(before);
    expect(await kdfOf(server.url, 'somebody')).not.toEqual(before);
  }
  await using server = await startServer({ CHAT8_DATA_DIR: dir });
  expect(await kdfOf(server.url, 'nobody')).toEqual(before);
  rmSync(dir, { recursive: true, force: true });
});

test('a search finds people by a part of the name or the whole address, and tells none', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const mallory = await register(server.url, 'mallory');
  const find = async (q: string) =>
    (await mallory.get(`/friends/search?q=${encodeURIComponent(q)}`)).body.data;
  const [found] = await find('lic');
  expect(Object.keys(found).sort()).toEqual([
    'avatar',
    'display_name',
    'id',
    'is_friend',
    'request',
    'username',
  ]);
  expect(await find(alice.email.toUpperCase())).toMatchObject([{ id: alice.id }]);
  for (const q of [alice.email.slice(0, -1), '@example.org', 'alice@', 'mallory']) {
    expect(await find(q)).toEqual([]);
  }
  await alice.put(`/friends/blocks/${mallory.id}`);
  expect(await find('alice')).toEqual([found]);
  expect(await find('bob')).toMatchObject([{ id: bob.id, request: 'none' }]);
});

test('the server fetches nothing that a user names', async () => {
  let asked = 0;
  using elsewhere = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch() {
      asked += 1;
      return new Response();
    },
  });
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const avatar = String(elsewhere.url);
  expect((await alice.put('/user/profile', { avatar })).status).toBe(200);
  await alice.says(bob, `${avatar}look.png`);
  expect((await bob.get('/friends')).body.data).toMatchObject([{ avatar }]);
  for (const bad of ['file:///etc/passwd', '//127.0.0.1/', 'javascript:alert(1)', '/\\evil', 'x']) {
    expect((await alice.put('/user/profile', { avatar: bad })).status).toBe(422);
  }
  expect(asked).toBe(0);
});
