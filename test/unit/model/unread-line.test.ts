// The line above what is unread, when several pages and answers are on their way at the same time.
import { expect, test } from 'bun:test';
import { openBob, openTab, signIn, textsOf } from '../../support/fake-client';
import { fakeBrowser, settle } from '../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../support/fake-server';

const readUpTo = (up_to: number) => ({
  friend_id: BOB,
  reader_id: ALICE,
  up_to,
  read_at: '2026-01-02T00:00:00.000Z',
});

test('whoever reads between two answers about the newest page keeps the line, whichever of them comes last', async () => {
  for (const first of ['opening', 'reload'] as const) {
    const { app, server, clock } = await signIn();
    const line = () => app.windows.timelineOf(BOB).unread_from;
    server.disconnect(false);
    const one = server.says('one');
    const two = server.says('two');
    // Bob is opened while the list is on its way: the conversation and the reload ask for one page each.
    const letListGo = server.hold(/GET \/conversations/);
    const pages: (() => void)[] = [];
    using _ = server.trouble(/GET \/messages\/2/, async (__, answer) => {
      await new Promise<void>((go) => pages.push(go));
      return answer;
    });
    await clock.pass(500);
    const opening = openBob(app);
    await settle();
    letListGo();
    await settle();
    expect(pages).toHaveLength(2);
    const [ofOpening, ofReload] = pages;
    const [sooner, later] = first === 'opening' ? [ofOpening, ofReload] : [ofReload, ofOpening];
    sooner?.();
    await settle();
    expect([textsOf(app), line()]).toEqual([['one', 'two'], one.id]);
    app.receipts.saw(BOB, two.id);
    server.tell('message_read', readUpTo(two.id));
    await settle();
    expect(app.conversations.unreadOf(BOB)).toBe(0);
    later?.();
    await opening;
    await settle();
    expect([first, line()]).toEqual([first, one.id]);
    // With all read, it goes when the reader comes back.
    await openBob(app);
    expect(line()).toBeNull();
  }
});

test('how much is unread is known once the list is here, whatever else is told before', async () => {
  const server = fakeServer();
  const one = server.says('while alice was away');
  server.says('and more');
  const letGo = server.hold(/GET \/conversations/);
  const { app } = await openTab(server, fakeBrowser());
  const opening = openBob(app);
  server.tell('user_status', { user_id: BOB, status: 'online' });
  await settle();
  expect(textsOf(app)).toEqual([]);
  letGo();
  await opening;
  expect(textsOf(app)).toEqual(['while alice was away', 'and more']);
  expect(app.windows.timelineOf(BOB).unread_from).toBe(one.id);
});

test('whoever comes back is set down at what is unread now, not at the line of last time', async () => {
  const { app, server } = await signIn();
  const line = () => app.windows.timelineOf(BOB).unread_from;
  const one = server.says('one');
  const two = server.says('two');
  await settle();
  await openBob(app);
  expect(line()).toBe(one.id);
  app.receipts.saw(BOB, one.id);
  server.tell('message_read', readUpTo(one.id));
  app.screen.closeConversation();
  await settle();
  // Before anything was waited for: that is what is drawn first.
  const again = openBob(app);
  expect(line()).toBe(two.id);
  // Read at once, while the rest of the opening goes on.
  app.receipts.saw(BOB, two.id);
  server.tell('message_read', readUpTo(two.id));
  await again;
  await settle();
  expect([app.conversations.unreadOf(BOB), line()]).toEqual([0, two.id]);
  app.screen.closeConversation();
  const last = openBob(app);
  expect(line()).toBeNull();
  await last;
});

test('who comes back while events were missed keeps the line that they were set down at, once all is read', async () => {
  const { app, server, clock } = await signIn();
  const line = () => app.windows.timelineOf(BOB).unread_from;
  const one = server.says('one');
  await openBob(app);
  app.screen.closeConversation();
  server.disconnect(false);
  const letListGo = server.hold(/GET \/conversations/);
  await clock.pass(500);
  const letPageGo = server.hold(/GET \/messages\/2/);
  const again = openBob(app);
  await settle();
  expect(line()).toBe(one.id);
  app.receipts.saw(BOB, one.id);
  server.tell('message_read', readUpTo(one.id));
  await settle();
  expect(app.conversations.unreadOf(BOB)).toBe(0);
  letPageGo();
  letListGo();
  await again;
  await settle();
  expect(line()).toBe(one.id);
});

test('where the first missed message is deleted, the line stands above the next one, and goes with the last', async () => {
  const { app, server } = await signIn();
  const line = () => app.windows.timelineOf(BOB).unread_from;
  const [one, two, three] = [server.says('one'), server.says('two'), server.says('three')];
  await settle();
  await openBob(app);
  expect(line()).toBe(one.id);
  server.remove(one.id);
  await settle();
  expect([textsOf(app), line()]).toEqual([['two', 'three'], two.id]);
  // One below the line leaves it where it is.
  server.remove(three.id);
  await settle();
  expect(line()).toBe(two.id);
  server.remove(two.id);
  await settle();
  expect([textsOf(app), line()]).toEqual([[], null]);
});

test('what came unseen and was deleted before anybody looked keeps nobody at the line', async () => {
  const { app, server, tab } = await signIn();
  await openBob(app);
  tab.isVisible = false;
  const [one, two] = [server.says('one'), server.says('two')];
  await settle();
  const shown = () => {
    const { unread_from, unseen_to } = app.windows.timelineOf(BOB);
    return { unread_from, unseen_to };
  };
  expect(shown()).toEqual({ unread_from: one.id, unseen_to: two.id });
  server.remove(two.id);
  await settle();
  expect(shown()).toEqual({ unread_from: one.id, unseen_to: one.id });
  server.remove(one.id);
  await settle();
  expect(shown()).toEqual({ unread_from: null, unseen_to: null });
});

test('after a restore the line stands above what comes, whatever ids were on the screen before', async () => {
  const { app, server, browser, clock, tab } = await signIn();
  await openBob(app);
  app.receipts.saw(BOB, 50);
  browser.localStore?.setItem(`epoch ${ALICE}`, 'another, from before the restore');
  server.disconnect(false);
  await clock.pass(2_000);
  tab.isVisible = false;
  const { id } = server.says('after the restore');
  await settle();
  expect(app.windows.timelineOf(BOB).unread_from).toBe(id);
});

/** More than a page of bob's is unread, and alice is set down at the first of it. */
const atTheFirstOf = async (count: number) => {
  const server = fakeServer();
  const all = Array.from({ length: count }, (_, at) => server.says(`message ${at + 1}`));
  const opened = await openTab(server, fakeBrowser());
  await openBob(opened.app);
  const shown = () => opened.app.windows.timelineOf(BOB);
  expect([shown().items.length, shown().unread_from]).toEqual([21, all[0]?.id ?? 0]);
  return { ...opened, server, shown, all };
};

test('what is loaded again after a gap takes nothing away from under its reader', async () => {
  const { app, server, clock, shown } = await atTheFirstOf(130);
  for (let pages = 0; pages < 3; pages += 1) {
    const before = textsOf(app);
    server.disconnect(false);
    await clock.pass(2_000);
    expect(textsOf(app)).toEqual(before);
    expect(shown().items.map(({ id }) => id)).toContain(shown().unread_from ?? 0);
    await app.pages.newer(BOB);
  }
});

test('the line far above what was missed stays while anything below it is unread, and then moves on', async () => {
  const { app, server, clock, shown, all } = await atTheFirstOf(130);
  const [first, last] = [all[0]?.id ?? 0, all.at(-1)?.id ?? 0];
  // All that is in the window was on the screen: what follows is not, although nothing of it is loaded.
  app.receipts.saw(BOB, shown().items.at(-1)?.id ?? 0);
  server.disconnect(true);
  server.says('missed');
  await clock.pass(500);
  expect(shown().unread_from).toBe(first);
  // Read to its end elsewhere, while alice is still up here.
  server.tell('message_read', readUpTo(last + 1));
  await settle();
  server.disconnect(true);
  const missed = server.says('missed again');
  await clock.pass(1_000);
  expect(shown().unread_from).toBe(missed.id);
});
