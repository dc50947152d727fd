// What was missed comes into the open conversation while its reader stands at the end: it flies by, and
// nobody has seen it.
import { expect, test } from 'bun:test';
import { effect, untracked } from '@preact/signals';
import { newMid } from '../../../../src/web/crypto/mid';
import { createCatchUp } from '../../../../src/web/model/net/catch-up';
import { sealedBy } from '../../../support/client/fake-people';
import type { App } from '../../../support/client/whole-client';
import { openBob, say, signIn, textsOf } from '../../../support/fake-client';
import { fakeClock, settle } from '../../../support/fake-parts';
import type { FakeServer } from '../../../support/fake-server';
import { ALICE, BOB } from '../../../support/fake-server';

const readUpTo = (up_to: number) => ({
  friend_id: BOB,
  reader_id: ALICE,
  up_to,
  read_at: '2026-01-02T00:00:00.000Z',
});

/** As a list does that follows its end: whatever is the newest was in view. */
const watchEnd = (app: App) =>
  effect(() => {
    const newest = app.windows.timelineOf(BOB).items.at(-1)?.id ?? 0;
    untracked(() => app.receipts.saw(BOB, newest));
  });

const lineOf = (app: App) => {
  const { unread_from, unseen_to } = app.windows.timelineOf(BOB);
  return { unread_from, unseen_to };
};

const sayMany = (server: FakeServer, count: number) =>
  Array.from({ length: count }, (_, at) => server.says(`missed ${at}`));

/** Alice at the end of her conversation with bob, all of it read. */
const atTheEnd = async () => {
  const all = await signIn();
  const { app, server } = all;
  const seen = server.says('seen');
  await openBob(app);
  app.receipts.saw(BOB, seen.id);
  server.changed(seen.id, 'message_edited', { is_read: true });
  server.tell('message_read', readUpTo(seen.id));
  await settle();
  await openBob(app);
  expect(lineOf(app)).toEqual({ unread_from: null, unseen_to: null });
  server.read.length = 0;
  return { ...all, seen };
};

test('what a connection makes up for flies by unseen, below the line; what is in view after that is read', async () => {
  for (const isResumed of [true, false]) {
    const { app, clock, server } = await atTheEnd();
    const stop = watchEnd(app);
    server.disconnect(isResumed);
    const missed = sayMany(server, 60);
    const [first, last] = [missed[0]?.id ?? 0, missed.at(-1)?.id ?? 0];
    await clock.pass(500);
    stop();
    expect(textsOf(app)).toHaveLength(61);
    expect([isResumed, lineOf(app)]).toEqual([isResumed, { unread_from: first, unseen_to: last }]);
    expect(server.read).toEqual([]);
    expect(app.isCatchingUp.value).toBe(false);
    // The screen holds five, and then alice scrolls.
    app.receipts.saw(BOB, first + 4);
    app.receipts.saw(BOB, last);
    expect(server.read).toEqual([first + 4, last]);
    expect(lineOf(app)).toEqual({ unread_from: first, unseen_to: null });
  }
});

test('more than a page that was missed joins what is read at the line, and is not skipped', async () => {
  const { app, clock, seen, server } = await atTheEnd();
  server.disconnect(false);
  const first = sayMany(server, 300)[0]?.id ?? 0;
  await clock.pass(500);
  const { items, next_after, unread_from, unseen_to } = app.windows.timelineOf(BOB);
  expect(items[0]?.id).toBe(seen.id);
  expect([unread_from, unseen_to]).toEqual([first, items.at(-1)?.id ?? 0]);
  expect(next_after).toBe(items.at(-1)?.id ?? 0);
  expect(server.read).toEqual([]);
});

test('a single message at the end is read as it comes, without a line', async () => {
  const { app, server } = await atTheEnd();
  const stop = watchEnd(app);
  const live = server.says('live');
  await settle();
  stop();
  expect(server.read).toEqual([live.id]);
  expect(lineOf(app)).toEqual({ unread_from: null, unseen_to: null });
});

test('what was read on another device, or written there, is not what the line stands above', async () => {
  const { app, clock, server } = await atTheEnd();
  server.disconnect(true);
  const elsewhere = server.says('read on the phone');
  server.changed(elsewhere.id, 'message_edited', { is_read: true });
  const client_id = newMid();
  const content = sealedBy(ALICE, client_id, { text: 'from the phone' }, 'alice');
  const body = { client_id, content, receiver_id: BOB, message_type: 'text', is_encrypted: true };
  await server.fetch('/api/v1/messages', { method: 'POST', body: JSON.stringify(body) });
  await clock.pass(500);
  expect(textsOf(app)).toEqual(['seen', 'read on the phone', 'from the phone']);
  expect(lineOf(app)).toEqual({ unread_from: null, unseen_to: null });
  server.disconnect(true);
  const first = server.says('unread');
  await clock.pass(1_000);
  expect(lineOf(app)).toEqual({ unread_from: first.id, unseen_to: first.id });
  // Read on the phone only now: there is nothing left that was not seen.
  server.tell('message_read', readUpTo(first.id));
  await settle();
  expect(lineOf(app)).toEqual({ unread_from: first.id, unseen_to: null });
});

test('a line under which all is read moves to what is missed next, one under which something waits stays', async () => {
  const { app, clock, server, tab } = await atTheEnd();
  tab.isVisible = false;
  const hidden = server.says('while the page is hidden');
  const more = server.says('and more');
  await settle();
  app.receipts.saw(BOB, more.id);
  expect(server.read).toEqual([]);
  expect(lineOf(app)).toEqual({ unread_from: hidden.id, unseen_to: more.id });
  server.disconnect(true);
  const missed = server.says('missed');
  await clock.pass(500);
  expect(lineOf(app)).toEqual({ unread_from: hidden.id, unseen_to: missed.id });
  tab.isVisible = true;
  app.receipts.saw(BOB, missed.id);
  server.disconnect(true);
  const again = server.says('missed again');
  await clock.pass(1_000);
  expect(lineOf(app)).toEqual({ unread_from: again.id, unseen_to: again.id });
  await say(app, 'I am here');
  expect(lineOf(app)).toEqual({ unread_from: null, unseen_to: null });
});

test('a reader who goes on by hand meanwhile has seen what is there', async () => {
  const { app, clock, server } = await atTheEnd();
  server.disconnect(false);
  const missed = server.says('missed');
  const letGo = server.hold(/GET \/friends/);
  await clock.pass(500);
  expect([textsOf(app), app.isCatchingUp.value]).toEqual([['seen', 'missed'], true]);
  app.receipts.saw(BOB, missed.id);
  expect(server.read).toEqual([]);
  app.receipts.saw(BOB, missed.id, true);
  expect(server.read).toEqual([missed.id]);
  letGo();
  await settle();
  expect(app.isCatchingUp.value).toBe(false);
});

test('it is over when all that was promised is shown, or when nothing more comes', async () => {
  const clock = fakeClock();
  const catchUp = createCatchUp(clock);
  const isUnderWay = () => catchUp.isUnderWay.value;
  catchUp.begin(7, 7);
  expect(isUnderWay()).toBe(false);
  catchUp.begin(7, 9);
  catchUp.came(8, Promise.resolve());
  await settle();
  expect(isUnderWay()).toBe(true);
  const shown = Promise.withResolvers<void>();
  catchUp.came(9, shown.promise);
  await settle();
  expect(isUnderWay()).toBe(true);
  shown.resolve();
  await settle();
  expect(isUnderWay()).toBe(false);
  // A line that is cut in the middle, and a request that nobody answers.
  catchUp.begin(9, 12);
  void catchUp.during(new Promise(() => {}));
  await clock.pass(9_000);
  catchUp.came(10, Promise.resolve());
  await clock.pass(9_000);
  expect(isUnderWay()).toBe(true);
  await clock.pass(1_000);
  expect(isUnderWay()).toBe(false);
});
