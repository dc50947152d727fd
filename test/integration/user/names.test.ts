// What people are called apart from their user name, and accounts without an e-mail address.
import { expect, test } from 'bun:test';
import { createUser, listUsers } from '../../../src/operator/accounts';
import {
  befriend,
  call,
  connect,
  friends,
  login,
  type Person,
  register,
} from '../../support/person';
import { startServer } from '../../support/server';

const password = 'likes tea too';

const join = (url: string, body: object) =>
  call(url, 'POST', '/api/v1/auth/register', {
    body: { password, confirm_password: password, ...body },
  });

const rename = async (who: Person, display_name: string) => {
  const { status, body } = await who.put('/user/profile', { display_name });
  expect(status).toBe(200);
  return body.data;
};

test('a display name stands beside the user name wherever a person is shown', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const carol = await register(server.url, 'carol');
  using bobs = await bob.connect();
  expect(await rename(alice, '  Grandma Li 👵🏽 ')).toMatchObject({
    display_name: 'Grandma Li 👵🏽',
  });
  const display_name = 'Grandma Li 👵🏽';
  const shown = { id: alice.id, username: 'alice', display_name };
  expect((await bobs.event('profile_updated')).data).toEqual({
    user_id: alice.id,
    username: 'alice',
    display_name,
    avatar: '',
  });
  // The same again tells nobody.
  await rename(alice, display_name);
  const sent = await alice.says(bob, 'hello');
  expect((await bobs.event('new_message')).data).toMatchObject({ sender_name: display_name });
  expect(bobs.types().filter((type) => type === 'profile_updated')).toHaveLength(1);

  const asked = await alice.post('/friends/request', { user_id: carol.id, message: 'me' });
  const invite = await alice.post('/invites', { uses: 1 });
  const { code } = invite.body.data;
  await alice.put(`/friends/blocks/${(await register(server.url, 'mallory')).id}`);
  using carols = await carol.connect();
  expect((await carols.event('friend_request')).data).toMatchObject({
    request_id: asked.body.data.request_id,
    from_username: 'alice',
    from_name: display_name,
  });
  const dora = await register(server.url, 'dora', { invite: code });
  await rename(dora, 'Dora 朵拉');
  using alices = await alice.connect();
  alices.send({ type: 'voice_call_invite', id: 1, data: { user_id: bob.id } });
  expect((await bobs.event('voice_call_invite')).data).toMatchObject({ from_name: display_name });

  const second = await alice.post('/invites', { uses: 1 });
  for (const [who, path, expected] of [
    [alice, '/user/profile', shown],
    [bob, '/friends', [shown]],
    [bob, '/friends/search?q=ali', [shown]],
    [bob, '/conversations', [{ friend: shown }]],
    [carol, '/friends/requests', [{ user: shown }]],
    [dora, '/friends', [shown]],
    [carol, `/auth/registration?invite=${second.body.data.code}`, { invite: { inviter: shown } }],
  ] as const) {
    const { status, body } = await who.get(path);
    expect([path, status, body.data]).toMatchObject([path, 200, expected] as never);
  }
  const used = (await alice.get('/invites')).body.data;
  expect(used[0].used_by[0].user).toMatchObject({ username: 'dora', display_name: 'Dora 朵拉' });
  const again = await login(server.url, 'alice');
  const signed = await call(server.url, 'POST', '/api/v1/auth/login', {
    body: { username: 'alice', password: again.password },
  });
  expect(signed.body.data.user).toMatchObject({ ...shown, email: alice.email });

  // A device that comes back hears the name as it is now.
  await rename(alice, '');
  using late = await connect(server.url, bob.id, bob.token, `&since=0&epoch=${server.world.epoch}`);
  const replayed = await late.next(({ data }) => data.id === sent.id);
  expect(replayed.data).toMatchObject({ sender_username: 'alice', sender_name: '' });
  expect((await bob.get('/friends')).body.data[0]).toMatchObject({ display_name: '' });
});

test('of many whose names fit, twenty are found, and never the one who asks', async () => {
  await using server = await startServer();
  const annas = await Promise.all(
    Array.from({ length: 22 }, (_, n) => register(server.url, `anna${10 + n}`)),
  );
  const [anna] = annas;
  if (anna === undefined) throw new Error('nobody registered');
  const found: { id: number }[] = (await anna.get('/friends/search?q=anna')).body.data;
  expect(new Set(found.map(({ id }) => id)).size).toBe(20);
  expect(found.map(({ id }) => id)).not.toContain(anna.id);
});

test('people are found by any part of their user name, whatever its case, or their whole e-mail', async () => {
  await using server = await startServer();
  const [alice, bob] = [await register(server.url, 'alice'), await register(server.url, 'bob')];
  await rename(alice, 'Grandma Ünal');
  const found = async (q: string) =>
    (await bob.get(`/friends/search?q=${encodeURIComponent(q)}`)).body.data.map(
      ({ username }: { username: string }) => username,
    );
  for (const q of ['ali', 'LIC', 'alice', alice.email, alice.email.toUpperCase()]) {
    expect([q, await found(q)]).toEqual([q, ['alice']]);
  }
  // Not by what anybody can call themselves, nor by a part of the address.
  for (const q of ['grandma', 'MA ÜN', 'Grandma Ünal', 'example', alice.email.slice(1), '%', '_']) {
    expect([q, await found(q)]).toEqual([q, []]);
  }
});

test('a display name that is none is refused by its field, and 32 flags are one', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const refused = {
    'a tower of marks': 'x\u0302\u0303\u0304\u0305',
    'an override': 'alice\u202e',
    'no letter': '...',
    '33 flags': '🇨🇳'.repeat(33),
    'a lone surrogate': 'a\ud800',
  };
  for (const [why, display_name] of Object.entries(refused)) {
    const answers = [
      await alice.put('/user/profile', { display_name }),
      await join(server.url, { username: 'xenia', display_name }),
    ];
    for (const { status, body } of answers) {
      expect([why, status, body.error.code]).toEqual([why, 422, 'REQUEST_002']);
      expect(JSON.stringify(body)).not.toContain(display_name);
    }
  }
  expect((await alice.get('/user/profile')).body.data).toMatchObject({ display_name: '' });
  const flags = '🇨🇳'.repeat(32);
  expect(await rename(alice, flags)).toMatchObject({ display_name: flags });
  const { status, body } = await join(server.url, {
    username: 'xenia',
    display_name: ' Xenia X. ',
  });
  expect([status, body.data.display_name, body.data.email]).toEqual([201, 'Xenia X.', '']);
});

test('two people may have the same display name: the user name tells them apart', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const carol = await register(server.url, 'carol');
  await befriend(carol, bob);
  await rename(alice, 'Anna');
  await rename(carol, 'Anna');
  const listed = (await bob.get('/friends')).body.data;
  expect(
    listed.map(({ username, display_name }: Record<string, string>) => [username, display_name]),
  ).toEqual([
    ['alice', 'Anna'],
    ['carol', 'Anna'],
  ]);
});

test('an e-mail address may be left out: nobody has it, and it finds nobody', async () => {
  await using server = await startServer();
  const { url } = server;
  for (const [username, more] of [
    ['alice', {}],
    ['bob', { email: '' }],
  ] as const) {
    const { status, body } = await join(url, { username, ...more });
    expect([status, body.data.email]).toEqual([201, '']);
  }
  const bob = await login(url, 'bob', password);
  for (const typed of [' ', '\u200b', '@']) {
    const { status, body } = await call(url, 'POST', '/api/v1/auth/login', {
      body: { username: typed, password },
    });
    expect([typed, status, body.error.code]).toEqual([typed, 401, 'AUTH_003']);
  }
  const signed = await call(url, 'POST', '/api/v1/auth/login', {
    body: { username: 'alice', password },
  });
  expect(signed.body.data.user.email).toBe('');
  expect((await bob.get('/user/profile')).body.data.email).toBe('');
  expect((await bob.get('/friends/search?q=%20')).body.data).toEqual([]);
  // One may be given later, and taken back; then another person may have it.
  const given = await bob.put('/user/profile', { email: 'bob@example.org' });
  expect(given.body.data.email).toBe('bob@example.org');
  expect((await login(url, 'bob@example.org', password)).id).toBe(bob.id);
  const taken = { username: 'carol', email: 'BOB@example.org' };
  expect((await join(url, taken)).body.error.code).toBe('USER_003');
  expect((await bob.put('/user/profile', { email: '' })).body.data.email).toBe('');
  expect((await join(url, taken)).status).toBe(201);
  for (const email of [' ', 'a@', null]) {
    expect((await bob.put('/user/profile', { email })).status).toBe(422);
  }
});

test('the operator makes accounts without an address, and sees what people are called', async () => {
  await using server = await startServer();
  const made = [
    await createUser(server.world, 'alice', ''),
    await createUser(server.world, 'bob', ''),
  ];
  const alice = await login(server.url, 'alice', made[0]?.password);
  await rename(alice, 'Anna A.');
  expect(listUsers(server.world)).toMatchObject([
    { username: 'alice', display_name: 'Anna A.', email: '' },
    { username: 'bob', display_name: '', email: '' },
  ]);
});
