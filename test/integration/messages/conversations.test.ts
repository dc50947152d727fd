// Conversations: the list, replies, edits, reactions, search and pages.
import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Person } from '../../support/person';
import { befriend, friends, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  ({ alice, bob } = await friends(server.url));
  for (let i = 0; i < 130; i += 1) await alice.says(bob, `message ${i}`);
});
afterAll(() => server[Symbol.asyncDispose]());

test('conversations list the latest first, with what is unread', async () => {
  const dave = await register(server.url, 'dave');
  const { body } = await dave.post('/friends/request', { user_id: bob.id });
  await bob.put(`/friends/request/${body.data.request_id}`, { action: 'accept' });
  expect((await dave.get('/conversations')).body.data).toEqual([]);
  await dave.says(bob, 'a');
  const last = await dave.says(bob, 'b');
  const [newest, older] = (await bob.get('/conversations')).body.data;
  expect(newest).toMatchObject({
    friend: { username: 'dave' },
    unread_count: 2,
    last_message: last,
  });
  expect(older.friend.username).toBe('alice');
  await bob.delete(`/messages/${last.id}`);
  expect((await bob.get('/conversations')).body.data[0]).toMatchObject({
    unread_count: 1,
    last_message: { content: 'a' },
  });
});

test('reading on counts what was read, and does not look at all that is still unread', async () => {
  const wendy = await register(server.url, 'wendy');
  await befriend(wendy, bob);
  const ids: number[] = [];
  for (const text of ['a', 'b', 'c', 'd', 'e']) ids.push((await wendy.says(bob, text)).id);
  const unread = async () => {
    const listed = (await bob.get('/conversations')).body.data;
    return listed.find(({ friend }: { friend: Person }) => friend.id === wendy.id).unread_count;
  };
  const readTo = (at: number) =>
    bob.put(`/conversations/${wendy.id}/read`, { up_to: ids[at] ?? 0 });
  await bob.put(`/messages/${ids[2]}/read`);
  await bob.delete(`/messages/${ids[0]}`);
  expect(await unread()).toBe(3);
  // It stands for a thousand more: whoever counted them would find that they are not there.
  const database = new Database(join(server.dir, 'chat8.db'));
  database.run('PRAGMA busy_timeout = 5000');
  database.run('UPDATE contacts SET unread = unread + 1000 WHERE user_id = ? AND friend_id = ?', [
    bob.id,
    wendy.id,
  ]);
  database.close();
  expect((await readTo(1)).status).toBe(200);
  expect(await unread()).toBe(1_002);
  expect((await readTo(2)).status).toBe(200);
  expect(await unread()).toBe(1_002);
  expect((await readTo(4)).status).toBe(200);
  expect(await unread()).toBe(0);
});

test('the latest is the latest that is still there: a deleted message lifts no conversation', async () => {
  const grace = await register(server.url, 'grace');
  await befriend(grace, alice);
  await alice.says(bob, 'stays');
  const newest = await grace.says(alice, 'stays too');
  const gone = await alice.says(bob, 'goes');
  const names = async (who: Person) =>
    (await who.get('/conversations')).body.data
      .slice(0, 2)
      .map(({ friend }: { friend: { username: string } }) => friend.username);
  expect(await names(alice)).toEqual(['bob', 'grace']);
  await alice.delete(`/messages/${gone.id}`);
  expect(await names(alice)).toEqual(['grace', 'bob']);
  await alice.delete(`/messages/${newest.id}`);
  expect((await names(alice))[0]).toBe('bob');
  expect((await grace.get('/conversations')).body.data[0].friend.username).toBe('alice');
});

test('replies, edits and reactions: both see them, and a stranger can do none of it', async () => {
  const mallory = await register(server.url, 'mallory');
  using bobs = await bob.connect();
  const question = await alice.says(bob, 'tea?', { client_id: 'q1' });
  const answer = await bob.says(alice, 'yes', { reply_to: question.id });
  expect(answer.reply_to).toBe(question.id);
  const edit = { content: 'coffee?', client_id: 'q1-edit' };
  const edited = await alice.put(`/messages/${question.id}`, edit);
  expect(edited.body.data).toMatchObject({ content: 'coffee?', client_id: 'q1' });
  expect(edited.body.data.edited_at).toBeTruthy();
  expect((await bobs.event('message_edited')).data).toEqual(edited.body.data);
  expect((await alice.put(`/messages/${question.id}`, edit)).body.data).toEqual(edited.body.data);
  const cup = encodeURIComponent('☕');
  const reacted = await bob.put(`/messages/${question.id}/reactions/${cup}`);
  expect(reacted.body.data.reactions).toEqual([{ emoji: '☕', user_ids: [bob.id] }]);
  await bob.put(`/messages/${question.id}/reactions/${cup}`);
  await bob.delete(`/messages/${question.id}/reactions/${cup}`);
  await bobs.settled();
  expect(bobs.types().filter((type) => type === 'message_reaction')).toHaveLength(2);
  expect(bobs.types().filter((type) => type === 'message_edited')).toHaveLength(1);
  for (const answered of [
    await mallory.put(`/messages/${question.id}`, { content: 'x' }),
    await bob.put(`/messages/${question.id}`, { content: 'x' }),
    await mallory.put(`/messages/${question.id}/reactions/${cup}`),
  ]) {
    expect([answered.status, answered.body.error.code]).toEqual([403, 'MESSAGE_002']);
  }
  expect((await bob.put(`/messages/${question.id}/reactions/hello`)).status).toBe(422);
  // The form is looked at before the message: of whose there is none, all the same.
  for (const content of ['', 'x'.repeat(65_537)]) {
    const { status, body } = await alice.put('/messages/999999', { content });
    expect([status, body.error.details.fields[0].path]).toEqual([422, 'content']);
  }
  expect((await alice.put(`/messages/${question.id}`, { content: ' ' })).status).toBe(422);
});

test('read once is read once: the receiver’s mark alone counts, and tells both of it once', async () => {
  const { id } = await alice.says(bob, 'read me');
  using alices = await alice.connect();
  using bobs = await bob.connect();
  const own = await alice.put(`/messages/${id}/read`);
  expect([own.status, own.body.error.code]).toEqual([403, 'MESSAGE_002']);
  for (let i = 0; i < 2; i += 1) expect((await bob.put(`/messages/${id}/read`)).status).toBe(200);
  await Promise.all([alices.settled(), bobs.settled()]);
  const readings = [alices, bobs].map(({ frames }) =>
    frames.filter(({ type }) => type === 'message_read').map(({ data }) => data),
  );
  const mark = { message_ids: [id], reader_id: bob.id, read_at: expect.any(String) };
  expect(readings).toEqual([[{ ...mark, friend_id: bob.id }], [{ ...mark, friend_id: alice.id }]]);
});

test('twenty reactions a person, and none nor an edit once the friendship is over', async () => {
  const heidi = await register(server.url, 'heidi');
  await befriend(heidi, alice);
  const { id } = await heidi.says(alice, 'so?');
  const react = (code: number) =>
    alice.put(`/messages/${id}/reactions/${encodeURIComponent(String.fromCodePoint(code))}`);
  const smile = 0x1f600;
  for (let i = 0; i < 20; i += 1) expect((await react(smile + i)).status).toBe(200);
  expect((await react(smile + 20)).status).toBe(422);
  expect((await react(smile)).body.data.reactions).toHaveLength(20);
  await alice.delete(`/friends/${heidi.id}`);
  for (const { status, body } of [
    await react(smile),
    await heidi.put(`/messages/${id}`, { content: 'and?' }),
  ]) {
    expect([status, body.error.code]).toEqual([404, 'FRIEND_001']);
  }
  const { messages } = (await alice.get(`/messages/${heidi.id}`)).body.data;
  expect(messages[0]).toMatchObject({ content: 'so?' });
  expect((await alice.put(`/messages/${id}/read`)).status).toBe(200);
});

test('search finds words of any script in one’s own messages, and nobody else’s', async () => {
  const eve = await register(server.url, 'eve');
  const one = await alice.says(bob, '我们明天去北京喝茶 Überraschung');
  await alice.says(bob, '北极熊 京都');
  const ids = async (who: Person, q: string) => {
    const { body } = await who.get(`/messages/search?q=${encodeURIComponent(q)}`);
    return body.data.messages.map(({ id }: { id: number }) => id);
  };
  for (const q of ['北京', '喝茶', 'uber', 'ÜBERRASCHUNG', '北京 uberraschung']) {
    expect(await ids(alice, q)).toEqual([one.id]);
    expect(await ids(bob, q)).toEqual([one.id]);
    expect(await ids(eve, q)).toEqual([]);
  }
  for (const q of ['" OR 1', '*', 'u1', 'scope:u1', 'NEAR(']) {
    expect((await alice.get(`/messages/search?q=${encodeURIComponent(q)}`)).status).toBe(200);
  }
  await alice.put(`/messages/${one.id}`, { content: '后天' });
  expect(await ids(alice, '北京')).toEqual([]);
  expect(await ids(alice, '后天')).toEqual([one.id]);
  await bob.delete(`/messages/${one.id}`);
  expect(await ids(bob, '后天')).toEqual([]);
  expect(await ids(alice, '后天')).toEqual([one.id]);
});

test('pages and cursors walk a conversation without a gap', async () => {
  const { pagination } = (await bob.get(`/messages/${alice.id}?limit=50`)).body.data;
  const byPage: number[] = [];
  for (let page = 1; page <= pagination.pages; page += 1) {
    const { messages } = (await bob.get(`/messages/${alice.id}?limit=50&page=${page}`)).body.data;
    byPage.push(...messages.map(({ id }: { id: number }) => id));
  }
  const byCursor: number[] = [];
  for (let before: number | null = 999_999_999; before !== null; ) {
    const path: string = `/messages/${alice.id}?limit=64&before=${before}`;
    const { data } = (await bob.get(path)).body;
    byCursor.push(...data.messages.map(({ id }: { id: number }) => id));
    before = data.pagination.next_before;
  }
  const forward: number[] = [];
  for (let after: number | null = 1; after !== null; ) {
    const path: string = `/messages/${alice.id}?limit=64&after=${after}`;
    const { data } = (await bob.get(path)).body;
    forward.unshift(...data.messages.map(({ id }: { id: number }) => id));
    after = data.pagination.next_after;
  }
  expect(forward).toEqual(byPage.filter((id) => id > 1));
  expect(byPage).toEqual(byCursor);
  expect(byPage).toEqual([...byPage].sort((a, b) => b - a));
  expect(byPage).toHaveLength(pagination.total);
  // A device that keeps the whole conversation asks for ten times as many.
  expect(byPage.length).toBeGreaterThan(100);
  for (const [cursor, wanted] of [
    ['before=999999999', byPage],
    ['after=1', byPage.filter((id) => id > 1)],
  ]) {
    const { data } = (await bob.get(`/messages/${alice.id}?limit=1000&${cursor}`)).body;
    expect(data.messages.map(({ id }: { id: number }) => id)).toEqual(wanted);
  }
});

test('nothing of all this was a fault of the server', () => {
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
