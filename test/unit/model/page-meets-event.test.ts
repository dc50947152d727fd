// A page of history is on its way, and meanwhile something is told: nothing is lost, taken back, or
// marked read that nobody saw.
import { expect, test } from 'bun:test';
import { loadOnceForAll } from '../../../src/web/model/messages/window/list-load';
import { itemsOf, openBob, openTab, previewOf, signIn, textsOf } from '../../support/fake-client';
import { fakeBrowser, fakeClock, settle } from '../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../support/fake-server';

test('a message that comes while the first page is on its way is shown, and read once it was seen', async () => {
  const { app, server } = await signIn();
  server.says('one');
  await settle();
  const letGo = server.hold(/GET \/messages\/2/);
  const opening = app.actions.openConversation(BOB);
  await settle();
  const two = server.says('two');
  await settle();
  app.receipts.saw(BOB, two.id);
  expect(server.read).toEqual([]);
  letGo();
  await opening;
  expect(textsOf(app)).toEqual(['one', 'two']);
  expect(previewOf(app)?.preview?.text).toBe('two');
  app.receipts.saw(BOB, two.id);
  expect(server.read).toEqual([two.id]);
});

test('a reconnect that can not resume keeps what came while it loads, and has no gap', async () => {
  const { app, server, clock } = await signIn();
  server.says('one');
  await openBob(app);
  server.disconnect(false);
  const missed = server.says('missed');
  const letGo = server.hold(/GET \/messages\/2/);
  await clock.pass(500);
  const meanwhile = server.says('meanwhile');
  await settle();
  // It is not known yet what stands before it: nothing is shown there, so nothing is read.
  expect(textsOf(app)).toEqual(['one']);
  app.receipts.saw(BOB, meanwhile.id);
  expect(server.read.filter((id) => id >= missed.id)).toEqual([]);
  letGo();
  await settle();
  expect(textsOf(app)).toEqual(['one', 'missed', 'meanwhile']);
  expect(app.conversations.unreadOf(BOB)).toBe(3);
});

test('what an event told of is not taken back by a page that was asked for before it', async () => {
  const { app, server, opened } = await signIn();
  const one = server.says('one');
  const two = server.says('two');
  const letGo = server.hold(/GET \/messages\/2/);
  const opening = app.actions.openConversation(BOB);
  await settle();
  const reactions = [{ emoji: '👍', user_ids: [BOB] }];
  server.changed(one.id, 'message_reaction', { reactions });
  server.changed(one.id, 'message_read', {});
  server.tell('message_read', {
    friend_id: BOB,
    reader_id: 1,
    up_to: one.id,
    read_at: '2026-01-02T00:00:00.000Z',
  });
  server.remove(two.id);
  await settle();
  letGo();
  await opening;
  expect(itemsOf(app)).toMatchObject([{ text: 'one', reactions, isRead: true }]);
  expect(previewOf(app)?.preview?.text).toBe('one');
  // Opened once, whatever came of it.
  expect(opened.filter((text) => text === 'one')).toEqual(['one']);
});

test('a page removes what the server no longer gives, and only in its own range', async () => {
  const { app, server, clock } = await signIn();
  for (const text of ['one', 'two', 'three']) server.says(text);
  await openBob(app);
  server.disconnect(false);
  server.remove(2);
  await clock.pass(500);
  expect(textsOf(app)).toEqual(['one', 'three']);
  server.disconnect(false);
  server.remove(3);
  await clock.pass(500);
  expect(textsOf(app)).toEqual(['one']);
  expect(previewOf(app)).toMatchObject({ preview: { text: 'one' }, unread_count: 1 });
});

test('a quote of a message that is deleted shows that it is gone, and a late page does not bring it back', async () => {
  const { app, server } = await signIn();
  const secret = server.says('a secret');
  server.says('what?', { reply_to: secret.id });
  await openBob(app);
  const [, answer] = itemsOf(app);
  const quoted = () => answer && app.quotes.quotedBy(answer);
  expect(quoted()?.text).toBe('a secret');
  const letGo = server.hold(/GET \/messages\/2/);
  const late = app.pages.loadNewest(BOB);
  await settle();
  server.remove(secret.id);
  await settle();
  expect(quoted()).toBeNull();
  letGo();
  await late;
  expect(quoted()).toBeNull();
  expect(textsOf(app)).toEqual(['what?']);
});

test('an answer to a message of another conversation, or to none, says that it is not here', async () => {
  const server = fakeServer();
  const gone = server.says('gone before she came');
  server.remove(gone.id);
  const { app } = await openTab(server, fakeBrowser());
  server.says('to nothing', { reply_to: gone.id });
  await openBob(app);
  const [answer] = itemsOf(app);
  if (answer === undefined) throw new Error('nothing came');
  expect(app.quotes.quotedBy(answer)).toBeUndefined();
  await app.quotes.findQuoted(answer);
  expect(app.quotes.quotedBy(answer)).toBeNull();
  // No conversation of alice's has lost a message by that.
  server.says('still here');
  await settle();
  expect(textsOf(app)).toEqual(['to nothing', 'still here']);
});

test('messages of somebody who became a friend a moment ago are counted, whatever comes first', async () => {
  const { app, server } = await signIn();
  const letGo = server.hold(/GET \/friends\?/);
  server.tell('friend_removed', { friend_id: BOB });
  server.tell('friend_accepted', { friend: {} });
  server.says('one');
  server.says('two');
  await settle();
  expect(previewOf(app)).toMatchObject({ preview: { text: 'two' }, unread_count: 2 });
  letGo();
  await settle();
  expect(app.conversations.unreadTotal.value).toBe(2);
});

test('a message that is told of twice, by a page and by events, is unread once', async () => {
  const { app, server } = await signIn();
  const one = server.says('one');
  await openBob(app);
  server.tell('new_message', one);
  server.tell('new_message', one);
  await settle();
  expect(textsOf(app)).toEqual(['one']);
  expect(previewOf(app)?.unread_count).toBe(1);
  expect(app.conversations.unreadTotal.value).toBe(1);
});

test('a request that was answered does not come back with a list that was asked for before', async () => {
  const { app, server } = await signIn();
  const [user = {}] = (await (await server.fetch('/api/v1/friends', {})).json()).data;
  const waiting = { request_id: 7, user, message: '', created_at: '2026-01-01T00:00:00.000Z' };
  const requests = /GET \/friends\/requests/;
  const all = server.trouble(requests, () => Response.json({ success: true, data: [waiting] }));
  await app.people.load();
  expect(app.people.requests.value).toHaveLength(1);
  const letGo = server.hold(requests);
  const loading = app.people.load();
  await settle();
  const [request] = app.people.requests.value;
  if (request === undefined) throw new Error('nobody asks');
  using _ = server.refuse(/PUT \/friends\/request\/7/, () =>
    Response.json({ success: true, data: null }),
  );
  const answering = app.people.answer(request, 'reject');
  await settle();
  expect(app.people.requests.value).toEqual([]);
  letGo();
  all[Symbol.dispose]();
  await Promise.all([loading, answering]);
  expect(app.people.requests.value).toEqual([]);
});

test('a hundred who need the list at once get it by two requests, and one that hangs holds up nobody', async () => {
  const clock = fakeClock();
  const letGo: (() => void)[] = [];
  const loadList = loadOnceForAll(() => new Promise((done) => letGo.push(done)), clock);
  const asked = Array.from({ length: 100 }, loadList);
  expect(letGo).toHaveLength(1);
  letGo[0]?.();
  await settle();
  expect(letGo).toHaveLength(2);
  letGo[1]?.();
  await Promise.all(asked);
  await settle();
  expect(letGo).toHaveLength(2);

  for (let times = 0; times < 3; times += 1) void loadList();
  await settle();
  expect(letGo).toHaveLength(3);
  await clock.pass(10_000);
  expect(letGo).toHaveLength(4);
});

test('what another device read of more than is known here is counted by the server', async () => {
  const server = fakeServer();
  const all = ['one', 'two', 'three', 'four'].map((text) => server.says(text));
  const { app } = await openTab(server, fakeBrowser());
  const unread = () => previewOf(app)?.unread_count;
  expect(unread()).toBe(4);
  const readUpTo = async (up_to: number) => {
    for (const message of server.messages()) message.is_read ||= message.id <= up_to;
    const read_at = '2026-01-02T00:00:00.000Z';
    server.tell('message_read', { friend_id: BOB, reader_id: ALICE, up_to, read_at });
    await settle();
  };
  await readUpTo(all[1]?.id ?? 0);
  expect(unread()).toBe(2);
  // Of what came meanwhile nobody needs to ask.
  await openBob(app);
  const asked = server.asked.length;
  await readUpTo(all[2]?.id ?? 0);
  expect(unread()).toBe(1);
  expect(server.asked.slice(asked)).toEqual([]);
});
