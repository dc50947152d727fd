// Each of the document's codes, provoked for real; a refusal changes nothing and tells nobody.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Person } from '../../support/person';
import { befriend, call, connect, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;
let mallory: Person;

beforeAll(async () => {
  server = await startServer({ CHAT8_MAX_FILE_SIZE: '1K' });
  [alice, bob, mallory] = await Promise.all([
    register(server.url, 'alice'),
    register(server.url, 'bob'),
    register(server.url, 'mallory'),
  ]);
  await befriend(alice, bob);
});
afterAll(() => server[Symbol.asyncDispose]());

const post = (path: string, body?: unknown, token?: string) =>
  call(server.url, 'POST', `/api/v1${path}`, { body, token });

const expectRefusal = (
  answer: { status: number; body: { success?: boolean; error?: { code: string } } },
  status: number,
  code: string,
) => {
  expect(answer.body).toMatchObject({ success: false, error: { code } });
  expect(answer.status).toBe(status);
};

const upload = (who: Person, path: string, file: File, receiver_id?: number) => {
  const form = new FormData();
  form.set('file', file);
  if (receiver_id !== undefined) form.set('receiver_id', String(receiver_id));
  return who.post(path, form);
};

describe('accounts', () => {
  test('AUTH_001: no token, a damaged one, a respelled one', async () => {
    for (const token of [undefined, 'a.b.c', `${alice.token}x`, `${alice.token}=`]) {
      const answer = await call(server.url, 'GET', '/api/v1/user/profile', { token });
      expectRefusal(answer, 401, 'AUTH_001');
    }
  });

  test('AUTH_002: an expired token is told apart, also once its session is over', async () => {
    await using brief = await startServer({ CHAT8_TOKEN_TTL: '1' });
    const carol = await register(brief.url, 'carol');
    await Bun.sleep(2_000);
    expectRefusal(await carol.get('/user/profile'), 401, 'AUTH_002');
    expectRefusal(await carol.post('/auth/refresh'), 401, 'AUTH_002');
  });

  test('AUTH_003: a wrong password and an unknown name answer alike', async () => {
    const wrong = await post('/auth/login', { username: 'alice', password: 'not the one' });
    const unknown = await post('/auth/login', { username: 'nobody', password: 'not the one' });
    expectRefusal(wrong, 401, 'AUTH_003');
    expect({ ...unknown.body, timestamp: '' }).toEqual({ ...wrong.body, timestamp: '' });
    const change = {
      current_password: 'not the one',
      new_password: 'long enough',
      confirm_password: 'long enough',
    };
    expectRefusal(await alice.put('/user/password', change), 401, 'AUTH_003');
  });

  test('AUTH_004: the socket of another user does not open', async () => {
    await expect(connect(server.url, bob.id, mallory.token)).rejects.toThrow();
    const answer = await call(server.url, 'GET', `/ws/${bob.id}?token=${mallory.token}`);
    expectRefusal(answer, 403, 'AUTH_004');
  });

  test('AUTH_005 comes before USER_002 where registration is closed', async () => {
    await using closed = await startServer({ CHAT8_REGISTRATION: 'closed' });
    const body = { username: 'x1', email: 'x@y.z', password: 'x'.repeat(8) };
    const answer = await call(closed.url, 'POST', '/api/v1/auth/register', {
      body: { ...body, confirm_password: body.password },
    });
    expectRefusal(answer, 403, 'AUTH_005');
  });

  test('USER_002 and USER_003: names are taken without regard to case, the name first', async () => {
    const draft = (username: string, email: string) =>
      post('/auth/register', {
        username,
        email,
        password: 'long enough',
        confirm_password: 'long enough',
      });
    expectRefusal(await draft('ALICE', 'alice@example.org'), 409, 'USER_002');
    expectRefusal(await draft('Ａlice', 'new@example.org'), 409, 'USER_002');
    expectRefusal(await draft('alicia', 'Alice@Example.org'), 409, 'USER_003');
    expectRefusal(await bob.put('/user/profile', { username: 'alice' }), 409, 'USER_002');
    expectRefusal(await bob.put('/user/profile', { email: alice.email }), 409, 'USER_003');
    expect((await bob.get('/user/profile')).body.data.username).toBe('bob');
  });

  test('a password change ends the other sessions and keeps this one', async () => {
    const dora = await register(server.url, 'dora');
    const other = await post('/auth/login', { username: 'dora', password: dora.password });
    using device = await connect(server.url, dora.id, other.body.data.access_token);
    const change = {
      current_password: dora.password,
      new_password: 'another one',
      confirm_password: 'another one',
    };
    expect((await dora.put('/user/password', change)).status).toBe(200);
    expect(await device.closed).toBe(4401);
    const token = other.body.data.access_token;
    expectRefusal(await call(server.url, 'GET', '/api/v1/friends', { token }), 401, 'AUTH_001');
    expect((await dora.get('/friends')).status).toBe(200);
  });
});

describe('people', () => {
  test('USER_001, FRIEND_001 and FRIEND_002: nobody, a stranger, oneself', async () => {
    const message = (receiver_id: number) =>
      mallory.post('/messages', { receiver_id, content: 'x' });
    using phone = await alice.connect();
    expectRefusal(await message(9_999), 404, 'USER_001');
    expectRefusal(await message(alice.id), 404, 'FRIEND_001');
    expectRefusal(await mallory.get(`/messages/${alice.id}`), 404, 'FRIEND_001');
    expectRefusal(
      await mallory.post('/friends/request', { user_id: mallory.id }),
      400,
      'FRIEND_002',
    );
    expectRefusal(await mallory.post('/friends/request', { user_id: 9_999 }), 404, 'USER_001');
    expectRefusal(await mallory.delete(`/friends/${alice.id}`), 404, 'FRIEND_001');
    await phone.settled();
    expect(phone.types()).not.toContain('new_message');
  });

  test('FRIEND_003 and FRIEND_004: asked twice, handled by the wrong person or twice', async () => {
    const eve = await register(server.url, 'eve');
    const asked = await eve.post('/friends/request', { user_id: mallory.id });
    expectRefusal(await eve.post('/friends/request', { user_id: mallory.id }), 409, 'FRIEND_003');
    expectRefusal(await alice.post('/friends/request', { user_id: bob.id }), 409, 'FRIEND_003');
    const path = `/friends/request/${asked.body.data.request_id}`;
    expectRefusal(await eve.put(path, { action: 'accept' }), 404, 'FRIEND_004');
    expectRefusal(await bob.delete(path), 404, 'FRIEND_004');
    expect((await mallory.put(path, { action: 'reject' })).status).toBe(200);
    expectRefusal(await mallory.put(path, { action: 'accept' }), 404, 'FRIEND_004');
    expect((await eve.get('/friends')).body.data).toEqual([]);
    expect((await eve.post('/friends/request', { user_id: mallory.id })).status).toBe(201);
    const met = await mallory.post('/friends/request', { user_id: eve.id });
    expect(met.status).toBe(201);
    expect((await eve.get('/friends')).body.data).toMatchObject([{ username: 'mallory' }]);
  });

  test('ENCRYPT_001 and ENCRYPT_002: no key, and one that nobody could use', async () => {
    const path = `/encryption/public-key/${bob.id}`;
    expectRefusal(await alice.get(path), 404, 'ENCRYPT_001');
    expectRefusal(await bob.get('/encryption/keys'), 404, 'ENCRYPT_001');
    const broken = { public_key: '{"kty":"OKP","crv":"X25519","x":"AA"}' };
    const answer = await bob.post('/encryption/keys', { ...broken, private_key_encrypted: 'v' });
    expectRefusal(answer, 422, 'ENCRYPT_002');
    expectRefusal(await alice.get(path), 404, 'ENCRYPT_001');
  });
});

describe('messages and files', () => {
  test('MESSAGE_001 and MESSAGE_002: none such, and one of other people', async () => {
    const { id } = await alice.says(bob, 'for bob alone');
    expectRefusal(await alice.put('/messages/999999/read'), 404, 'MESSAGE_001');
    expectRefusal(await mallory.put(`/messages/${id}/read`), 403, 'MESSAGE_002');
    expectRefusal(await mallory.delete(`/messages/${id}`), 403, 'MESSAGE_002');
    expectRefusal(await alice.put(`/messages/${id}/read`), 403, 'MESSAGE_002');
    expect((await bob.delete(`/messages/${id}`)).status).toBe(200);
    expectRefusal(await bob.delete(`/messages/${id}`), 404, 'MESSAGE_001');
    const kept = await alice.get(`/messages/${bob.id}`);
    expect(kept.body.data.messages[0]).toMatchObject({ id, is_read: false });
  });

  test('MESSAGE_003: a client_id means one draft, and gives one message', async () => {
    const draft = { receiver_id: bob.id, content: 'once', client_id: 'c1' };
    const all = await Promise.all([1, 2, 3].map(() => alice.post('/messages', draft)));
    expect(new Set(all.map(({ body }) => body.data.id)).size).toBe(1);
    expectRefusal(await alice.post('/messages', { ...draft, content: 'two' }), 409, 'MESSAGE_003');
  });

  test('FILE_001, FILE_002 and FILE_003: a program, too much, someone else’s', async () => {
    const program = new File(['#!/bin/sh\nrm -rf ~\n'], 'song.mp3');
    expectRefusal(await upload(alice, '/upload/file', program, bob.id), 400, 'FILE_001');
    const page = new File(['<svg></svg>'], 'me.png', { type: 'image/png' });
    expectRefusal(await upload(alice, '/upload/avatar', page), 400, 'FILE_001');
    const big = new File(['x'.repeat(1_025)], 'big.txt');
    expectRefusal(await upload(alice, '/upload/file', big, bob.id), 400, 'FILE_002');
    const note = new File(['note'], 'note.txt');
    expectRefusal(await upload(alice, '/upload/file', note, mallory.id), 404, 'FRIEND_001');
    const { file_id, file_url } = (await upload(alice, '/upload/file', note, bob.id)).body.data;
    expectRefusal(await mallory.get(`/files/${file_id}`), 404, 'FILE_003');
    const laundered = { receiver_id: alice.id, content: 'x', file_id };
    expectRefusal(await bob.post('/messages', laundered), 404, 'FILE_003');
    expect((await bob.get(`/files/${file_id}`)).body).toBe('note');
    const part = await bob.get(`/files/${file_id}`, { range: 'bytes=1-2' });
    expect([part.status, part.body, part.headers.get('content-range')]).toEqual([
      206,
      'ot',
      'bytes 1-2/4',
    ]);
    expect(part.headers.get('content-disposition')).toStartWith('attachment');
    // A range means something to GET alone.
    const headers = { range: 'bytes=1-2' };
    const head = await call(server.url, 'HEAD', file_url, { token: bob.token, headers });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '4']);
    const etag = part.headers.get('etag') ?? '';
    expect((await bob.get(`/files/${file_id}`, { 'if-none-match': etag })).status).toBe(304);
  });

  test('an avatar is re-encoded, shown to anyone, and replaced for good', async () => {
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
      'base64',
    );
    const first = await upload(alice, '/upload/avatar', new File([pixel], 'me.gif'));
    expect(first.status).toBe(201);
    const { avatar_url } = first.body.data;
    const shown = await fetch(server.url + avatar_url);
    expect(shown.headers.get('content-type')).toBe('image/webp');
    expect((await alice.get('/user/profile')).body.data.avatar).toBe(avatar_url);
    expect((await upload(alice, '/upload/avatar', new File([pixel], 'b.png'))).status).toBe(201);
    expect((await fetch(server.url + avatar_url)).status).toBe(404);
  });
});
