// What a friend may not do with what is not his: files passed on, words changed, marks forged.
import { expect, test } from 'bun:test';
import { snapshot } from '../../support/data/snapshot';
import { befriend, friends, type Person, register } from '../../support/person';
import { startServer } from '../../support/server';

const upload = async (from: Person, to: Person) => {
  const form = new FormData();
  form.set('file', new File(['the marmalade is under the stairs'], 'note.txt'));
  form.set('receiver_id', String(to.id));
  const { status, body } = await from.post('/upload/file', form);
  expect(status).toBe(201);
  return body.data as { file_id: string; file_url: string };
};

/** Alice, bob and mallory are friends of each other; carol is mallory's alone. */
const scene = async (url: string) => {
  const { alice, bob } = await friends(url);
  const [mallory, carol] = [await register(url, 'mallory'), await register(url, 'carol')];
  for (const each of [alice, bob, carol]) await befriend(mallory, each);
  return { alice, bob, mallory, carol };
};

test('someone else’s file goes into no message, by whatever way', async () => {
  await using server = await startServer();
  const { alice, bob, mallory } = await scene(server.url);
  const { file_id, file_url } = await upload(alice, bob);
  const hers = await upload(alice, mallory);
  const own = await mallory.says(bob, 'a text of my own');
  using device = await mallory.connect();
  const before = snapshot(server.dir);
  const drafts = [
    { content: 'look', file_id },
    { content: file_url, message_type: 'file' },
    { content: 'look', file_id: hers.file_id },
    { content: hers.file_url },
    { content: 'look', file_id: '../../etc/passwd' },
    { content: 'sealed', is_encrypted: true, file_id },
  ].map((draft) => ({ receiver_id: bob.id, ...draft }));
  for (const [i, draft] of drafts.entries()) {
    const answer = await mallory.post('/messages', draft);
    expect([draft, answer.status, answer.body.error?.code]).toEqual([draft, 404, 'FILE_003']);
    device.send({ type: 'send_message', id: i, data: draft });
    const error = await device.next(({ type, id }) => type === 'error' && id === i);
    expect(error.data.code).toBe('FILE_003');
  }
  const edited = await mallory.put(`/messages/${own.id}`, { content: file_url });
  expect([edited.status, edited.body.error?.code]).toEqual([404, 'FILE_003']);
  expect(snapshot(server.dir)).toEqual(before);
  expect((await mallory.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
});

test('a message with a file may be edited to its own address and to a text, no other’s', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const [first, second] = [await upload(alice, bob), await upload(alice, bob)];
  const { id } = await alice.says(bob, first.file_url, { message_type: 'file' });
  const edit = (content: string) => alice.put(`/messages/${id}`, { content });
  expect((await edit('a picture of the stairs')).status).toBe(200);
  expect((await edit(first.file_url)).status).toBe(200);
  expect((await edit(second.file_url)).body.error.code).toBe('FILE_003');
  expect((await bob.get(`/files/${first.file_id}`)).status).toBe(200);
});

test('the words and marks of a friend are his', async () => {
  await using server = await startServer();
  const { alice, bob, mallory, carol } = await scene(server.url);
  const said = await alice.says(mallory, 'hello mallory');
  const mine = await mallory.says(alice, 'hello alice');
  const theirs = await alice.says(bob, 'between the two of us');
  const { request_id } = await asks(carol, alice);
  const tries: [Promise<{ status: number; body: { error?: { code: string } } }>, number, string][] =
    [
      [mallory.put(`/messages/${said.id}`, { content: 'changed' }), 403, 'MESSAGE_002'],
      [mallory.put(`/messages/${mine.id}/read`), 403, 'MESSAGE_002'],
      [mallory.put(`/messages/${theirs.id}/read`), 403, 'MESSAGE_002'],
      [mallory.post('/messages', reply(carol, said.id)), 403, 'MESSAGE_002'],
      [mallory.post('/messages', reply(alice, theirs.id)), 403, 'MESSAGE_002'],
      [mallory.put(`/friends/request/${request_id}`, { action: 'accept' }), 404, 'FRIEND_004'],
      [carol.put(`/friends/request/${request_id}`, { action: 'accept' }), 404, 'FRIEND_004'],
      [alice.delete(`/friends/request/${request_id}`), 404, 'FRIEND_004'],
    ];
  for (const [asked, status, code] of tries) {
    const answer = await asked;
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  }
  const [conversation] = (await bob.get('/conversations')).body.data;
  expect(conversation.last_message.read_at ?? null).toBeNull();
  expect((await alice.get(`/messages/${mallory.id}`)).body.data.messages).toMatchObject([
    { content: 'hello alice', is_read: false },
    { content: 'hello mallory', is_read: false },
  ]);
});

const reply = (to: Person, reply_to: number) => ({ receiver_id: to.id, content: 'yes', reply_to });

const asks = async (from: Person, to: Person) =>
  (await from.post('/friends/request', { user_id: to.id })).body.data as { request_id: number };

test('friends see no address, session, vault or other friend of each other', async () => {
  await using server = await startServer();
  const { alice, bob, mallory } = await scene(server.url);
  const vault = 'a vault that bob made';
  await bob.post('/encryption/keys', { public_key: 'key of bob', private_key_encrypted: vault });
  const heard: unknown[] = [];
  const paths = [
    ...['/friends', '/friends/search?q=bob', '/conversations', '/friends/requests', '/events'],
    ...[`/encryption/keys/${bob.id}`, `/encryption/public-key/${bob.id}`, `/messages/${bob.id}`],
    ...[`/encryption/keys/${bob.id}?vault_version=1`, '/encryption/keys?vault_version=1'],
  ];
  for (const path of paths) heard.push((await mallory.get(path)).body);
  const text = JSON.stringify(heard);
  expect(text).not.toContain(vault);
  expect(text).not.toContain(bob.email);
  expect(text).not.toContain('user_agent');
  const friendsOf = (await mallory.get('/friends')).body.data as { username: string }[];
  expect(friendsOf.map(({ username }) => username).sort()).toEqual(['alice', 'bob', 'carol']);
  expect((await alice.get('/friends')).body.data).toHaveLength(2);
});
