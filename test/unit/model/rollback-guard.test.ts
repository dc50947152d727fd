// What a device has seen of messages outlives its pages: an older edit, a second id and a deleted
// message do not come back with a reload.
import { expect, test } from 'bun:test';
import { newMid } from '../../../src/web/crypto/mid';
import type { Item } from '../../../src/web/model/messages/item';
import { createRollbackGuard } from '../../../src/web/model/messages/rollback-guard';
import { createDevice } from '../../../src/web/model/store/device';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { createLocks } from '../../../src/web/model/store/locks';
import { BOB, sealedBy } from '../../support/client/fake-people';
import type { App } from '../../support/client/whole-client';
import { itemsOf, openBob, openTab, textsOf } from '../../support/fake-client';
import { fakeBrowser, fakeClock, fakeEngine, settle } from '../../support/fake-parts';
import { fakeServer } from '../../support/fake-server';

const edited = (rev: number, text: string) => ({
  content: sealedBy(BOB, newMid(), { text, rev }, 'bob'),
  edited_at: `2026-01-0${rev}T00:00:00.000Z`,
});

/** Alice has seen three messages: one edited twice, one deleted. Then she loads the page again. */
const seenBefore = async () => {
  const server = fakeServer();
  const browser = fakeBrowser();
  const { app, clock } = await openTab(server, browser);
  await openBob(app);
  const once = server.says('we meet at nine');
  const first = server.says('the first');
  const gone = server.says('never mind');
  await settle();
  server.changed(first.id, 'message_edited', edited(1, 'the second'));
  server.changed(first.id, 'message_edited', edited(2, 'the third'));
  server.remove(gone.id);
  await settle();
  expect(textsOf(app)).toEqual(['we meet at nine', 'the third']);
  await clock.pass(1_000);
  return { server, browser, once, first, gone };
};

test('an edit is not undone by an older one after a reload, and what the server sends is shown on demand', async () => {
  const { server, browser, first } = await seenBefore();
  server.changed(first.id, 'message_edited', edited(1, 'the second'));
  const { app } = await openTab(server, browser);
  await openBob(app);
  expect(itemsOf(app).map(({ text, trouble }) => [text, trouble?.reason])).toEqual([
    ['we meet at nine', undefined],
    ['', 'outdated'],
  ]);
  const [, old] = itemsOf(app);
  expect(old && app.actions.textUnder(old)).toBe('the second');
  expect(app.conversations.list.value[0]?.preview?.text).toBe('');
  // The one that was seen, or a later one, is shown as ever.
  server.changed(first.id, 'message_edited', edited(3, 'the fourth'));
  await settle();
  expect(textsOf(app)).toEqual(['we meet at nine', 'the fourth']);
});

/** Each of them once, by the id and in the place that it was first seen with. */
const isOnce = async (app: App, first_id: number) => {
  await openBob(app);
  expect(itemsOf(app).map(({ id, text }) => [id, text])).toEqual([
    [first_id, 'we meet at nine'],
    [2, 'the third'],
  ]);
};

test('a message that was seen is not a new one under another id after a reload', async () => {
  const { server, browser, once } = await seenBefore();
  const { app } = await openTab(server, browser);
  server.tell('new_message', { ...once, id: 77, timestamp: '2026-03-01T00:00:00.000Z' });
  await settle();
  await isOnce(app, once.id);
});

test('nor is it one that a list and a page give a second time, after it, once the page was loaded again', async () => {
  const { server, browser, once } = await seenBefore();
  server.messages().push({ ...once, id: 77, timestamp: '2026-03-01T00:00:00.000Z' });
  const { app } = await openTab(server, browser);
  await isOnce(app, once.id);
});

test('a deleted message stays deleted after a reload', async () => {
  const { server, browser, gone } = await seenBefore();
  const { app } = await openTab(server, browser);
  server.tell('new_message', gone);
  server.tell('new_message', { ...gone, id: 78 });
  await settle();
  await openBob(app);
  expect(textsOf(app)).toEqual(['we meet at nine', 'the third']);
  server.tell('new_message', gone);
  server.tell('message_edited', gone);
  await settle();
  expect(textsOf(app)).toEqual(['we meet at nine', 'the third']);
});

test('what alice cleared on another device is shown as that if the server gives it after a reload', async () => {
  const { server, browser, once } = await seenBefore();
  const first = await openTab(server, browser);
  await openBob(first.app);
  const settings = { pinned: false, archived: false, unread: false, expires_in: null };
  const change = { friend_id: BOB, ...settings, muted_until: null };
  server.tell('conversation_changed', { ...change, cleared_up_to: once.id });
  await settle();
  await first.clock.pass(1_000);
  expect(textsOf(first.app)).toEqual(['the third']);
  const { app } = await openTab(server, browser);
  await openBob(app);
  expect(itemsOf(app).map(({ text, trouble }) => [text, trouble?.reason])).toEqual([
    ['', 'deleted_before'],
    ['the third', undefined],
  ]);
});

test('an edit under a key that is not bob’s puts none of his own out of date', async () => {
  const { server, browser, once } = await seenBefore();
  const forged = { content: sealedBy(BOB, newMid(), { text: 'stay at home', rev: 9 }, 'mallory') };
  server.changed(once.id, 'message_edited', { ...forged, edited_at: '2026-01-03T00:00:00.000Z' });
  const first = await openTab(server, browser);
  await openBob(first.app);
  expect(itemsOf(first.app)[0]?.trouble?.reason).toBe('unknown_key');
  await first.clock.pass(1_000);
  server.changed(once.id, 'message_edited', edited(4, 'we meet at ten'));
  const { app } = await openTab(server, browser);
  await openBob(app);
  expect(textsOf(app)).toEqual(['we meet at ten', 'the third']);
});

test('what is remembered is sealed, and forgotten when the server went back', async () => {
  const { server, browser, first } = await seenBefore();
  const kept = (await browser.device.get('seen messages 1')) as { x: string; sealed: string };
  expect(kept.x).toBe('alice');
  expect(JSON.parse(kept.sealed)).toHaveLength(3);
  server.changed(first.id, 'message_edited', edited(1, 'the second'));
  const before = 'the one before it went back';
  browser.localStore?.setItem('epoch 1', before);
  await browser.device.put('seen messages 1', { ...kept, epoch: before });
  const { app } = await openTab(server, browser);
  await openBob(app);
  expect(textsOf(app)).toEqual(['we meet at nine', 'the second']);
});

/** Tabs of alice's in one browser, each with what it has seen. */
const tabsOf = (browser = fakeBrowser()) => {
  const shared = fakeClock();
  const device = createDevice(browser.device);
  const localStore = createLocalStore(browser.localStore ?? null);
  const locks = createLocks(undefined);
  const tab = (clock = shared) => {
    const { engine } = fakeEngine();
    return createRollbackGuard({ clock, device, engine, localStore, locks, userId: () => 1 });
  };
  return { clock: shared, localStore, tab };
};

const edit = (rev: number, id = 5) =>
  ({ id, client_id: `m${id}`, sender_id: BOB, rev, mid: 'm', isSealed: true }) as Item;

test('of 5,001 messages the newest 5,000 are remembered, and those of two tabs together', async () => {
  const { clock, tab: seenIn } = tabsOf();
  const item = (id: number, client_id: string) =>
    ({ id, client_id, sender_id: BOB, rev: 0, mid: client_id, isSealed: true }) as Item;
  const event = { asked: null, isThere: () => true };
  const [one, other] = [seenIn(), seenIn()];
  other.note(item(9_001, 'in the other tab'));
  await clock.pass(1_000);
  one.note(item(9_002, 'in this tab'));
  await clock.pass(1_000);
  const both = seenIn();
  await both.open();
  const known = ['in the other tab', 'in this tab'].map((mid) =>
    both.isRepeated(item(9_000, mid), event),
  );
  expect(known).toEqual([true, true]);
  for (let id = 1; id <= 5_001; id += 1) one.note(item(id, `mid ${id}`));
  await clock.pass(1_000);
  const later = seenIn();
  await later.open();
  expect(later.isRepeated(item(9_000, 'mid 1'), event)).toBe(false);
  const again = [2, 5_001].map((id) => later.isRepeated(item(9_000, `mid ${id}`), event));
  expect(again).toEqual([true, true]);
  expect(later.isRepeated(item(5_001, 'mid 5001'), event)).toBe(false);
});

test('of what two tabs saw the later edit and the deletion count, whoever writes last', async () => {
  const { clock, tab } = tabsOf();
  const [ahead, behind] = [tab(), tab()];
  ahead.note(edit(3));
  ahead.gone(5);
  await clock.pass(1_000);
  behind.note(edit(1));
  await clock.pass(1_000);
  const later = tab();
  await later.open();
  expect([1, 2, 3, 4].map((rev) => later.isOutdated(edit(rev)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(later.isGone(edit(3))).toBe(true);
  // The server refused to delete it, as one tab was told.
  later.back(5);
  await clock.pass(1_000);
  const last = tab();
  await last.open();
  expect([last.isGone(edit(3)), last.isOutdated(edit(2))]).toEqual([false, true]);
});

test('what was seen before a restore is nothing any more, though the page that heard of it closed at once', async () => {
  const { clock, localStore, tab } = tabsOf();
  localStore.set('epoch 1', 'before');
  const closing = fakeClock();
  const [page, other] = [tab(closing), tab()];
  for (const each of [page, other]) {
    await each.open();
    each.note(edit(3));
    each.gone(5);
  }
  await Promise.all([clock.pass(1_000), closing.pass(1_000)]);
  const reopened = tab();
  await reopened.open();
  expect([reopened.isGone(edit(3)), reopened.isOutdated(edit(2))]).toEqual([true, true]);
  // What it does next is to close: it writes nothing any more.
  localStore.set('epoch 1', 'after');
  page.forget();
  const next = tab();
  await next.open();
  expect([next.isGone(edit(3)), next.isOutdated(edit(2))]).toEqual([false, false]);
  // Nor does another tab, which was not greeted yet, bring it back; what it sees since is kept.
  other.note(edit(1, 6));
  await clock.pass(1_000);
  const last = tab();
  await last.open();
  expect([other, last].map((each) => each.isGone(edit(3)))).toEqual([false, false]);
  expect([last.isOutdated(edit(2)), last.isOutdated(edit(0, 6))]).toEqual([false, true]);
});
