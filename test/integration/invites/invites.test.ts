// Invitations: who registers with one is its maker's friend.
import { expect, test } from 'bun:test';
import { call, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const join = (url: string, username: string, invite?: string) =>
  call(url, 'POST', '/api/v1/auth/register', {
    body: {
      username,
      email: `${username}@example.org`,
      password: 'likes tea too',
      confirm_password: 'likes tea too',
      ...(invite === undefined ? {} : { invite }),
    },
  });

test('whoever registers with an invitation is friends with its maker, both are told', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  using device = await alice.connect();
  const made = await alice.post('/invites', { uses: 2, expires_in: 60 });
  expect(made.status).toBe(200);
  const { code, link, uses } = made.body.data;
  expect([link, uses]).toEqual([`/i/${code}`, 2]);
  const joined = await join(server.url, 'bob', code);
  expect(joined.status).toBe(201);
  const { data } = await device.event('friend_accepted');
  expect(data.friend).toMatchObject({ id: joined.body.data.user_id, username: 'bob' });
  const friends = await call(server.url, 'GET', '/api/v1/friends', {
    token: joined.body.data.access_token,
  });
  expect(friends.body.data.map(({ username }: { username: string }) => username)).toEqual([
    'alice',
  ]);
  const listed = (await alice.get('/invites')).body.data;
  expect(listed).toMatchObject([{ code, uses: 2, used: 1 }]);
});

test('an invitation is used up, in a race too, and a bad one opens no door', async () => {
  await using server = await startServer({ CHAT8_REGISTRATION: 'invite' });
  server.world.invites.add({ code: 'welcome', user_id: null, uses: 2, expires_at: 9e15, now: 0 });
  server.world.invites.add({ code: 'stale', user_id: null, uses: 2, expires_at: 1, now: 0 });
  const names = ['alice', 'bob', 'carol', 'dave'];
  const answers = await Promise.all(names.map((name) => join(server.url, name, 'welcome')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403]);
  for (const invite of [undefined, 'stale', 'welcome', 'nonsense']) {
    const refused = await join(server.url, 'mallory', invite);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AUTH_005']);
  }
});

test('a form is read before its invitation, and that before the name', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const codeOf = async (draft: object) => {
    const body = { username: 'alice', email: 'a@x.org', invite: 'nonsense', ...draft };
    return (await call(server.url, 'POST', '/api/v1/auth/register', { body })).body.error.code;
  };
  const short = { password: 'short', confirm_password: 'short' };
  const long = { password: 'likes tea too', confirm_password: 'likes tea too' };
  expect(await codeOf(short)).toBe('REQUEST_002');
  expect(await codeOf({ ...short, invite: undefined })).toBe('REQUEST_002');
  expect(await codeOf({ ...long, username: '!' })).toBe('REQUEST_002');
  expect(await codeOf(long)).toBe('AUTH_005');
  expect(await codeOf({ ...long, invite: undefined })).toBe('USER_002');
});

test('what an invitation is worth is told before anyone fills in a form', async () => {
  await using server = await startServer({ CHAT8_REGISTRATION: 'invite' });
  server.world.invites.add({ code: 'welcome', user_id: null, uses: 1, expires_at: 9e15, now: 0 });
  const admission = async (invite = '') => {
    const path = `/api/v1/auth/registration${invite && `?invite=${invite}`}`;
    return (await call(server.url, 'GET', path)).body.data;
  };
  // Before the first account a client offers nothing but to make it.
  expect(await admission()).toEqual({ registration: 'invite', has_accounts: false });
  expect((await admission('welcome')).invite).toEqual({ good: true });
  const alice = (await join(server.url, 'alice', 'welcome')).body.data;
  expect((await admission('welcome')).invite).toEqual({ good: false });
  expect(await admission()).toEqual({ registration: 'invite', has_accounts: true });
  const token = alice.access_token;
  const made = await call(server.url, 'POST', '/api/v1/invites', { token, body: {} });
  const { code } = made.body.data;
  const inviter = { id: alice.user_id, username: 'alice', display_name: '', avatar: '' };
  expect((await admission(code)).invite).toEqual({ good: true, inviter });
  server.world.users.disable(alice.user_id, 1);
  expect((await admission(code)).invite).toEqual({ good: false });
  expect((await join(server.url, 'bob', code)).body.error.code).toBe('AUTH_005');
});

test('only its maker revokes an invitation', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  const { code } = (await alice.post('/invites', {})).body.data;
  expect((await mallory.delete(`/invites/${code}`)).status).toBe(404);
  expect((await mallory.get('/invites')).body.data).toEqual([]);
  expect((await alice.delete(`/invites/${code}`)).status).toBe(200);
  expect((await join(server.url, 'bob', code)).body.error.code).toBe('AUTH_005');
  expect((await alice.post('/invites', { uses: 0 })).status).toBe(422);
});

test('its maker sees who used an invitation, until their account is gone', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const { code, used_by } = (await alice.post('/invites', { uses: 3 })).body.data;
  expect(used_by).toEqual([]);
  const [bob, carol] = [await join(server.url, 'bob', code), await join(server.url, 'carol', code)];
  const [listed] = (await alice.get('/invites')).body.data;
  const names = () => listed.used_by.map(({ user }: { user: { username: string } }) => user);
  expect(names()).toEqual([
    { id: bob.body.data.user_id, username: 'bob', display_name: '', avatar: '' },
    { id: carol.body.data.user_id, username: 'carol', display_name: '', avatar: '' },
  ]);
  expect(Date.parse(listed.used_by[0].used_at)).toBeCloseTo(Date.now(), -5);
  // Neither the newcomers nor a stranger see it.
  expect((await login(server.url, 'bob', 'likes tea too')).id).toBe(bob.body.data.user_id);
  const token = bob.body.data.access_token;
  expect((await call(server.url, 'GET', '/api/v1/invites', { token })).body.data).toEqual([]);

  const body = { password: 'likes tea too' };
  expect((await call(server.url, 'DELETE', '/api/v1/user', { token, body })).status).toBe(200);
  const [left] = (await alice.get('/invites')).body.data;
  expect([left.used, left.used_by.length, left.used_by[0].user.username]).toEqual([2, 1, 'carol']);
  // What was taken back leaves nothing behind.
  await alice.delete(`/invites/${code}`);
  expect(server.world.invites.usesOf(code)).toEqual([]);
});

test('every mistake of a form is told at once, each at its field', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const fieldsOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => [
    status,
    ...body.error.details.fields.map(({ path }: { path: string }) => path),
  ];
  const draft = { username: '!', email: 'nowhere', password: 'short', confirm_password: 'other' };
  const refused = await call(server.url, 'POST', '/api/v1/auth/register', { body: draft });
  expect(fieldsOf(refused)).toEqual([422, 'username', 'email', 'password', 'confirm_password']);
  const changed = await alice.put('/user/profile', { username: '!', email: 'a@b', avatar: 'x' });
  expect(fieldsOf(changed)).toEqual([422, 'username', 'avatar']);
  expect((await alice.get('/user/profile')).body.data.username).toBe('alice');
  const secret = { current_password: 'x', new_password: 'short', confirm_password: 'other' };
  const kept = await alice.put('/user/password', secret);
  expect(fieldsOf(kept)).toEqual([422, 'new_password', 'confirm_password']);
});
