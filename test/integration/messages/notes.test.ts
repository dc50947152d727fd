// Notes: a conversation with oneself, with nobody else in it.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { deleteUser } from '../../../src/operator/accounts';
import { keyIdOf, newPair, sealEnvelope } from '../../support/envelope';
import { begun, done, put } from '../../support/network/upload-parts';
import { befriend, type Connection, friends, type Person, register } from '../../support/person';
import { startServer } from '../../support/server';

/** All but the frames that any connection brings. */
const heard = async (device: Connection) => {
  await device.settled();
  return device.types().filter((type) => !['hello', 'pong', 'user_status', 'ack'].includes(type));
};

const contents = async (who: Person) =>
  (await who.get(`/messages/${who.id}`)).body.data.messages.map(
    ({ content }: { content: string }) => content,
  );

test('a note is read from the beginning, counts for nothing, and own devices alone hear of it', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using phone = await alice.connect();
  using laptop = await alice.connect();
  using bobs = await bob.connect();
  expect((await alice.get(`/messages/${alice.id}`)).body.data).toMatchObject({
    messages: [],
    pagination: { total: 0 },
  });
  expect((await alice.get(`/messages/search?q=milk&friend_id=${alice.id}`)).status).toBe(200);
  const note = await alice.says(alice, 'buy milk');
  expect(note).toMatchObject({
    sender_id: alice.id,
    receiver_id: alice.id,
    is_read: true,
    read_at: note.timestamp,
  });
  expect(await heard(phone)).toEqual(['message_sent']);
  expect(await heard(laptop)).toEqual(['message_sent']);
  expect(await heard(bobs)).toEqual([]);
  const draft = { receiver_id: alice.id, content: 'by the socket' };
  phone.send({ type: 'send_message', id: 1, data: draft });
  const ack = await phone.next(({ type, id }) => type === 'ack' && id === 1);
  expect(ack.data).toMatchObject({ is_read: true });
  // What a device says of what it got or read changes nothing, and is told to nobody.
  for (const [type, data] of [
    ['delivered', { friend_id: alice.id, up_to: note.id }],
    ['read', { friend_id: alice.id, up_to: note.id }],
    ['read', { message_id: note.id }],
  ] as const) {
    phone.send({ type, id: 2, data });
  }
  expect(await heard(phone)).toEqual(['message_sent']);
  expect(await heard(laptop)).toEqual(['message_sent', 'message_sent']);
  const [listed, ...others] = (await alice.get('/conversations')).body.data;
  expect(others).toEqual([]);
  expect(listed).toMatchObject({
    friend: { id: alice.id, username: 'alice', status: 'online' },
    last_message: { content: 'by the socket' },
    unread_count: 0,
  });
  const found = await alice.get(`/messages/search?q=milk&friend_id=${alice.id}`);
  expect(found.body.data.messages).toMatchObject([{ id: note.id }]);
  expect((await bob.get('/messages/search?q=milk')).body.data.messages).toEqual([]);
  expect((await bob.put(`/messages/${note.id}`, { content: 'x' })).body.error.code).toBe(
    'MESSAGE_002',
  );
  expect((await alice.get('/friends')).body.data).toMatchObject([{ id: bob.id }]);
});

test('a note is edited, reacted to, answered and deleted like any message, each told once', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const note = await alice.says(alice, 'buy milk', { client_id: 'n1' });
  expect((await alice.says(alice, 'buy milk', { client_id: 'n1' })).id).toBe(note.id);
  using phone = await alice.connect();
  expect((await alice.put(`/messages/${note.id}`, { content: 'buy oats' })).status).toBe(200);
  const reaction = `/messages/${note.id}/reactions/${encodeURIComponent('👍')}`;
  expect((await alice.put(reaction)).body.data.reactions).toEqual([
    { emoji: '👍', user_ids: [alice.id] },
  ]);
  await alice.says(alice, 'done', { reply_to: note.id });
  expect((await alice.delete(`/messages/${note.id}`)).status).toBe(200);
  expect(await heard(phone)).toEqual([
    'message_edited',
    'message_reaction',
    'message_sent',
    'message_deleted',
  ]);
  expect(await contents(alice)).toEqual(['done']);
  expect(server.world.friends.contact(alice.id, alice.id)).toMatchObject({ total: 1, unread: 0 });
  expect((await alice.get('/messages/search?q=oats')).body.data.messages).toEqual([]);
  await alice.says(alice, 'another');
  expect((await alice.delete(`/conversations/${alice.id}`)).status).toBe(200);
  expect(await contents(alice)).toEqual([]);
  // Nobody else had them: nothing is left of them.
  expect((await alice.get('/user/storage')).body.data.messages).toBe(0);
  expect((await alice.get('/messages/search?q=another')).body.data.messages).toEqual([]);
});

test('files go to oneself, whole or in parts, and are nobody else’s', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const form = new FormData();
  form.set('receiver_id', String(alice.id));
  form.set('file', new File(['a list'], 'list.txt'));
  const { file_id } = (await alice.post('/upload/file', form)).body.data;
  const note = await alice.says(alice, 'the list', { file_id });
  expect(note.file).toMatchObject({ id: file_id, size: 6 });
  expect((await bob.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
  expect((await alice.get(`/files/${file_id}`)).body).toBe('a list');
  const upload = await begun(alice, alice, 5);
  await put(alice, upload, 0, 'hello');
  const { body } = await done(alice, upload);
  await alice.says(alice, 'in parts', { file_id: body.data.file_id });
  // What was uploaded for oneself is no file for a friend.
  const sent = { receiver_id: bob.id, content: 'x', file_id };
  expect((await alice.post('/messages', sent)).body.error.code).toBe('FILE_003');
  await alice.delete(`/messages/${note.id}`);
  expect((await alice.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
});

test('a note is sealed for one’s own key, and for no other', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const [own, other] = [newPair(), newPair()];
  const public_key = JSON.stringify({ kty: 'OKP', crv: 'X25519', x: own.x });
  await alice.post('/encryption/keys', { public_key, private_key_encrypted: 'v' });
  const send = (to = own) => {
    const mid = randomBytes(16).toString('base64url');
    const keys = { from_key: keyIdOf(own), to_key: keyIdOf(to) };
    const header = { v: 1, mid, from: alice.id, to: alice.id, ...keys, type: 'text' };
    const content = sealEnvelope(own, to, { header, body: { text: 'buy milk' } });
    const draft = { receiver_id: alice.id, content, is_encrypted: true, client_id: mid };
    return alice.post('/messages', draft);
  };
  expect((await send()).status).toBe(200);
  const refused = await send(other);
  expect([refused.status, refused.body.error.code]).toEqual([422, 'ENCRYPT_002']);
});

test('one is no friend of oneself: no request, block, call or end of a friendship', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  await alice.says(alice, 'a note');
  using phone = await alice.connect();
  phone.send({ type: 'voice_call_invite', id: 1, data: { user_id: alice.id } });
  expect((await phone.next(({ id }) => id === 1)).data.code).toBe('FRIEND_002');
  phone.send({ type: 'typing', id: 2, data: { friend_id: alice.id, active: true } });
  expect((await phone.next(({ id }) => id === 2)).data.code).toBe('FRIEND_001');
  for (const [answer, status, code] of [
    [await alice.post('/friends/request', { user_id: alice.id }), 400, 'FRIEND_002'],
    [await alice.put(`/friends/blocks/${alice.id}`), 400, 'FRIEND_002'],
    [await alice.delete(`/friends/${alice.id}`), 404, 'FRIEND_001'],
  ] as const) {
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  }
  expect((await alice.get('/friends')).body.data).toEqual([]);
});

test('notes are pinned before the first one is written, and go with the account', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const set = await alice.put(`/conversations/${alice.id}`, { pinned: true, archived: true });
  expect(set.body.data).toMatchObject({ friend_id: alice.id, pinned: true, archived: true });
  await alice.says(alice, 'a note');
  expect((await alice.get('/conversations')).body.data).toMatchObject([
    { friend: { id: alice.id }, pinned: true, archived: false },
  ]);
  const carol = await register(server.url, 'carol');
  await befriend(carol, alice);
  using bobs = await bob.connect();
  const count = () => server.world.usage.byUser().get(alice.id)?.messages;
  expect(count()).toBe(1);
  await deleteUser(server.world, 'alice');
  expect(await heard(bobs)).toEqual(['friend_removed']);
  expect(server.world.messages.byId(1)).toBeUndefined();
  expect(server.world.friends.contact(alice.id, alice.id)).toBeUndefined();
});
