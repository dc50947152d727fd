// What is written and not yet on the server: sent once, in order, by the same bytes, and never lost.
import { expect, test } from 'bun:test';
import type { Pin } from '../../../../src/web/crypto/vault/content';
import { createPins } from '../../../../src/web/model/keys/pins';
import { createDecisions } from '../../../../src/web/model/messages/outbox/decisions';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import {
  itemsOf,
  openBob,
  openTab,
  previewOf,
  say,
  signIn,
  statesOf,
  textsOf,
} from '../../../support/fake-client';
import { fakeBrowser, fakeClock, keyId, settle } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer, lost, refusal } from '../../../support/fake-server';

const POST = /POST \/messages\?/;

test('a text is sealed once and opened by nobody here, whatever the server says of it', async () => {
  const { app, server, opened } = await signIn();
  await openBob(app);
  expect(await say(app, 'hello')).toEqual({ isSaved: true, refused: [] });
  expect(server.posted).toHaveLength(1);
  expect(statesOf(app)).toEqual(['sent']);
  server.changed(1, 'message_reaction', { reactions: [{ emoji: '👍', user_ids: [BOB] }] });
  await settle();
  expect(itemsOf(app)[0]?.reactions).toHaveLength(1);
  expect(opened).toEqual([]);
});

test('a lost answer is asked for again by the same bytes, and the message stands once', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const quiet = server.trouble(POST, lost);
  await say(app, 'once');
  // The server has it, and the socket told of it.
  expect(statesOf(app)).toEqual(['sent']);
  server.disconnect(true);
  await say(app, 'twice');
  await say(app, 'thrice');
  expect(statesOf(app)).toEqual(['sent', 'sending', 'sending']);
  expect(previewOf(app)?.preview?.text).toBe('thrice');
  quiet[Symbol.dispose]();
  await clock.pass(6_000);
  expect(textsOf(app)).toEqual(['once', 'twice', 'thrice']);
  expect(statesOf(app)).toEqual(['sent', 'sent', 'sent']);
  expect(server.messages()).toHaveLength(3);
  const bytes = new Map<unknown, Set<unknown>>();
  for (const { client_id, content } of server.posted) {
    bytes.set(client_id, (bytes.get(client_id) ?? new Set()).add(content));
  }
  expect([...bytes.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
});

test('what is written without a connection survives the browser, and goes in its order', async () => {
  const server = fakeServer();
  const browser = fakeBrowser();
  const before = await openTab(server, browser);
  await openBob(before.app);
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  for (const text of ['one', 'two', 'three']) await say(before.app, text);
  // The clock of the device goes back: the order is that of the writing.
  const restarted = { ...fakeBrowser(browser.store), localStore: browser.localStore };
  away[Symbol.dispose]();
  expect(server.messages()).toEqual([]);
  const { app } = await openTab(server, restarted, fakeClock());
  await openBob(app);
  expect(textsOf(app)).toEqual(['one', 'two', 'three']);
  expect(server.messages().map(({ client_id }) => client_id)).toEqual(
    itemsOf(app).map(({ client_id }) => client_id),
  );
  expect(await browser.store?.allUnsent()).toEqual([]);
});

test('a stale key: sealed again under the same mid, for nothing was stored', async () => {
  const { app, server, pins } = await signIn();
  await openBob(app);
  server.keys.set(BOB, 'bobs-new');
  const tries: Record<string, unknown>[] = [];
  using _ = server.refuse(POST, ({ body }) => {
    tries.push(body);
    return tries.length > 1 ? undefined : refusal(409, 'ENCRYPT_003', { user_id: BOB });
  });
  const { refused } = await say(app, 'hello');
  expect(refused).toEqual([]);
  const [first, second] = tries;
  expect(second?.client_id).toBe(first?.client_id ?? '');
  expect(second?.content).not.toBe(first?.content ?? '');
  expect(pins[BOB]).toMatchObject({ key_id: keyId('bobs-new'), how: 'first', news: ['key'] });
  expect(statesOf(app)).toEqual(['sent']);
});

test('a compared friend whose key changes while a message is sealed is asked about, and gets nothing', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await app.actions.compared(BOB, keyId('bob'));
  server.keys.set(BOB, 'mallory');
  const tries: Record<string, unknown>[] = [];
  using _ = server.refuse(POST, ({ body }) => {
    tries.push(body);
    return refusal(409, 'ENCRYPT_003', { user_id: BOB });
  });
  await say(app, 'for bob alone');
  expect(tries).toHaveLength(1);
  expect(app.pins.askedAbout.value).toBe(BOB);
  expect(statesOf(app)).toEqual(['failed']);
  const sealedFor = tries.map(({ content }) =>
    JSON.parse(Buffer.from(String(content).split('.')[1] ?? '', 'base64url').toString()),
  );
  expect(sealedFor.map(({ to_key }) => to_key)).toEqual([keyId('bob')]);
});

test('a decision of another device lets go what is stopped at this very moment', async () => {
  let isAsked = true;
  const tried: number[] = [];
  const pins = createPins();
  pins.replace({ [BOB]: { key_id: keyId('bob'), how: 'compared' } as Pin });
  // Nothing has failed yet: it is being refused for the old key while the new pins come.
  const waiting = { load: async () => [], keep: async () => {} };
  const { decidedElsewhere } = createDecisions(
    { pins, keys: { mustDecide: () => isAsked }, waiting },
    async (receiver_id) => void tried.push(receiver_id),
  );
  await decidedElsewhere(async () => {});
  expect(tried).toEqual([]);
  await decidedElsewhere(async () => {
    isAsked = false;
  });
  expect(tried).toEqual([BOB]);
  // Nor has this device heard yet of the key that was decided about.
  await decidedElsewhere(async () => {
    pins.replace({ [BOB]: { key_id: keyId('new'), how: 'compared' } as Pin });
  });
  expect(tried).toEqual([BOB, BOB]);
});

test('one that is refused stands with its reason, lets the others by, and goes when it is tried again', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  let refusals = 1;
  using _ = server.refuse(POST, () => (refusals-- > 0 ? refusal(404, 'FRIEND_001') : undefined));
  const { refused } = await say(app, 'refused');
  expect(refused).toMatchObject([{ code: 'FRIEND_001' }]);
  await say(app, 'goes by');
  expect(itemsOf(app)).toMatchObject([
    { text: 'goes by', state: 'sent' },
    { text: 'refused', state: 'failed' },
  ]);
  const [, failed] = itemsOf(app);
  if (failed) await app.actions.retry(failed);
  await settle();
  expect(textsOf(app)).toEqual(['goes by', 'refused']);
  expect(statesOf(app)).toEqual(['sent', 'sent']);
});

test('without room on the device the memory of the page serves, and says so', async () => {
  const server = fakeServer();
  const { app } = await openTab(server, fakeBrowser(null));
  await openBob(app);
  expect(await app.drafts.write(`${BOB}`, 'half a thought')).toBe(false);
  expect(await app.drafts.write(`${BOB}`, 'half a thought, and')).toBe(true);
  expect(app.drafts.read(`${BOB}`)).toBe('half a thought, and');
  expect(await say(app, 'hello')).toEqual({ isSaved: false, refused: [] });
  expect(statesOf(app)).toEqual(['sent']);
});

test('what was declined with a key stays here, also when that key is accepted later', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await app.actions.compared(BOB, keyId('bob'));
  server.keys.set(BOB, 'another');
  await app.keys.keyChanged(BOB);
  await say(app, 'declined');
  await app.actions.declineKey(BOB);
  await say(app, 'accepted');
  expect(server.posted).toEqual([]);
  await app.actions.acceptKey(BOB, keyId('another'));
  await settle();
  expect(itemsOf(app)).toMatchObject([
    { text: 'accepted', state: 'sent' },
    { text: 'declined', state: 'failed' },
  ]);
  expect(server.posted).toHaveLength(1);
});

test('an event with another message under its id is no sign that one’s own arrived', async () => {
  const server = fakeServer();
  const browser = fakeBrowser();
  const before = await openTab(server, browser);
  await openBob(before.app);
  const away = server.refuse(POST, lost);
  await say(before.app, 'mine');
  const [mine] = itemsOf(before.app);
  const other = { id: 9, sender_id: ALICE, receiver_id: BOB, content: 'x', message_type: 'text' };
  server.tell('message_sent', {
    ...other,
    client_id: mine?.client_id,
    is_encrypted: false,
    is_read: false,
    timestamp: '2026-01-01T00:00:00.000Z',
  });
  await settle();
  away[Symbol.dispose]();
  await openTab(server, browser);
  expect(server.messages()).toMatchObject([{ client_id: mine?.client_id, is_encrypted: true }]);
});

test('a browser that can’t look at what it keeps for a moment has lost nothing of it', async () => {
  const store = createPersonMemory();
  const { hasUnsent } = store;
  let isGone = true;
  store.hasUnsent = async (id) => {
    if (isGone) throw new DOMException('gone in the background', 'UnknownError');
    return hasUnsent(id);
  };
  const server = fakeServer();
  const { app, clock } = await openTab(server, fakeBrowser(store));
  await openBob(app);
  const away = server.refuse(POST, () => refusal(503, 'SERVER_002'));
  await say(app, 'hello');
  isGone = false;
  away[Symbol.dispose]();
  await clock.pass(10_000);
  expect(statesOf(app)).toEqual(['sent']);
});

test.each([
  ['was deleted meanwhile', 404, 'MESSAGE_001'],
  ['lost its number to others by a restore', 403, 'MESSAGE_002'],
])('an answer to what %s is sent all the same, by the same bytes', async (_what, status, code) => {
  const { app, server } = await signIn();
  await openBob(app);
  const asked = server.says('coming?');
  await settle();
  server.remove(asked.id);
  const tried: unknown[] = [];
  using _ = server.refuse(POST, ({ body }) => {
    tried.push(body.content);
    return body.reply_to === undefined ? undefined : refusal(status, code);
  });
  expect(await say(app, 'yes', asked.id)).toEqual({ isSaved: true, refused: [] });
  expect(await say(app, 'soon')).toEqual({ isSaved: true, refused: [] });
  expect(textsOf(app)).toEqual(['yes', 'soon']);
  expect(statesOf(app)).toEqual(['sent', 'sent']);
  expect(tried[0]).toBe(tried[1]);
});
