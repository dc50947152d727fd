// A whole day of two people against the executable, in an empty directory; then a restart.
import { expect, test } from 'bun:test';
import { startExecutable } from '../../support/executable';
import { call, login, register } from '../../support/person';

test('a day of alice and bob, and after a restart everything is still there', async () => {
  await using first = await startExecutable();
  const alice = await register(first.url, 'alice');
  const bob = await register(first.url, 'bob');
  using phone = await bob.connect();

  const asked = await alice.post('/friends/request', { user_id: bob.id, message: 'it is me' });
  expect(asked.status).toBe(201);
  const request = await phone.event('friend_request');
  expect(request.data).toEqual({
    request_id: asked.body.data.request_id,
    from_user_id: alice.id,
    from_username: 'alice',
    from_name: '',
    message: 'it is me',
  });
  const { request_id } = request.data;
  expect((await bob.put(`/friends/request/${request_id}`, { action: 'accept' })).status).toBe(200);

  using laptop = await alice.connect();
  expect((await phone.event('user_status')).data).toEqual({
    user_id: bob.id,
    username: 'bob',
    status: 'online',
  });
  const alicesStatus = await phone.next(
    ({ type, data }) => type === 'user_status' && data.user_id === alice.id,
  );
  expect(alicesStatus.data.status).toBe('online');
  expect((await alice.get('/friends')).body.data).toMatchObject([
    { id: bob.id, username: 'bob', avatar: '', status: 'online' },
  ]);

  const hello = await alice.says(bob, '早上好, bob');
  const arrived = await phone.event('new_message');
  expect(arrived.data).toMatchObject({
    id: hello.id,
    sender_id: alice.id,
    sender_username: 'alice',
    content: '早上好, bob',
    message_type: 'text',
    is_encrypted: false,
  });
  const reply = await bob.says(alice, 'good morning');
  expect((await laptop.event('new_message')).data.id).toBe(reply.id);

  expect((await bob.put(`/messages/${hello.id}/read`)).status).toBe(200);
  expect((await laptop.event('message_read')).data).toMatchObject({
    message_ids: [hello.id],
    friend_id: bob.id,
    reader_id: bob.id,
  });
  const oops = await alice.says(bob, 'oops');
  expect((await alice.delete(`/messages/${oops.id}`)).status).toBe(200);
  const deleted = await phone.event('message_deleted');
  expect(deleted.data).toEqual({ message_id: oops.id, friend_id: alice.id });

  const form = new FormData();
  form.set('file', new File(['what we ate'], 'menu.txt', { type: 'text/plain' }));
  form.set('receiver_id', String(bob.id));
  const uploaded = await alice.post('/upload/file', form);
  expect(uploaded.status).toBe(201);
  expect(uploaded.body.data).toMatchObject({ file_name: 'menu.txt', file_size: 11 });
  const { file_url, file_id } = uploaded.body.data;
  const sent = await alice.says(bob, file_url, { message_type: 'file' });
  expect(sent.file).toMatchObject({ id: file_id, name: 'menu.txt', size: 11 });
  const pair = { public_key: 'alice public', private_key_encrypted: 'alice vault' };
  expect((await alice.post('/encryption/keys', pair)).status).toBe(200);
  const signedOut = await alice.post('/auth/logout');
  expect(signedOut.body).toMatchObject({ success: true, message: '登出成功' });
  expect(await laptop.closed).toBe(4401);
  expect((await alice.get('/friends')).body.error.code).toBe('AUTH_001');

  expect(await first.stop()).toBe(0);
  await using second = await startExecutable({ dir: first.dir });
  const bobAgain = await login(second.url, 'bob@example.org', bob.password);
  const history = await bobAgain.get(`/messages/${alice.id}`);
  expect(history.body.data.messages.map(({ content }: { content: string }) => content)).toEqual([
    file_url,
    'good morning',
    '早上好, bob',
  ]);
  expect(history.body.data.messages[2].is_read).toBe(true);
  const key = await bobAgain.get(`/encryption/public-key/${alice.id}`);
  expect(key.body.data).toMatchObject({ user_id: alice.id, public_key: 'alice public' });
  const file = await call(second.url, 'GET', file_url, { token: bobAgain.token });
  expect(file.body).toBe('what we ate');
  expect((await bob.get('/friends').catch(() => undefined))?.status).toBeUndefined();
}, 300_000);
