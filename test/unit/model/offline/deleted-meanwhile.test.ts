// Messages that are deleted while something of them is still on its way: an answer, a page, or what is
// written on this device a moment later. None of it is a server that gives them once more.
import { expect, test } from 'bun:test';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';

import { itemsOf, openBob, openTab, say, signIn, textsOf } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { BOB, fakeServer, lost, refusal } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

const marksOf = (app: Parameters<typeof itemsOf>[0]) =>
  itemsOf(app).map(({ text, trouble }) => [text, trouble?.reason]);

test('what this device still has of a message that was just deleted is not shown, nor in the list', async () => {
  const { app, server, clock } = await openKeepingBrowser();
  server.says('it stays');
  const gone = server.says('never mind');
  await written(clock);
  server.remove(gone.id);
  // The line is lost before that is written here.
  using _ = away(server);
  await openBob(app);
  await written(clock);
  expect(marksOf(app)).toEqual([['it stays', undefined]]);
});

test('nor after a start without the server, if the page was closed before it was written', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  server.says('it stays');
  const gone = server.says('never mind');
  await written(clock);
  await first.gone();
  server.remove(gone.id);
  // What was seen is remembered, while another tab was to keep what it does to the messages.
  await clock.pass(1_000);
  await settle();
  expect((await first.look()).ids).toContain(gone.id);
  using _ = away(server);
  const { app } = await comeBack(server, first);
  await openBob(app);
  await written(clock);
  expect(marksOf(app)).toEqual([['it stays', undefined]]);
  expect(app.conversations.list.value[0]?.preview?.text).toBe('it stays');
});

test('nor if a page that was asked for before has it, and the answer to sending says that it is gone', async () => {
  const { app, server, clock } = await signIn();
  using _ = server.refuse(/ws-ticket/, lost);
  server.disconnect(false);
  const answers = [lost, (stored: object) => ({ ...stored, content: '', deleted: true })];
  using __ = server.trouble(/POST \/messages\?/, async (_, answer) => {
    const { data } = (await answer.json()) as { data: object };
    return Response.json({ success: true, data: answers.shift()?.(data) });
  });
  await say(app, 'mine');
  const letGo = server.hold(/GET \/messages\/2/);
  const loading = app.pages.loadNewest(BOB);
  await clock.pass(5_000);
  letGo();
  await loading;
  expect([answers, marksOf(app)]).toEqual([[], []]);
});

test('a page of old messages that is opened while one of them is deleted does not keep it', async () => {
  const { server, clock, look } = await openKeepingBrowser();
  server.disconnect(false);
  const old = server.says('never mind', { key: 'old' });
  server.says('the newest');
  const letGo = server.hold(/public-key\/2/);
  await clock.pass(2_000);
  await written(clock);
  expect(server.asked.some((line) => line.includes('limit=1000'))).toBe(true);
  server.remove(old.id);
  await settle();
  letGo();
  await written(clock);
  await written(clock);
  expect((await look()).ids).toEqual([2]);
});

/** What lies there of changes is on its way while it is held. */
const openSlowBrowser = async () => {
  let gate: Promise<void> | undefined;
  const server = fakeServer();
  const browser = fakeBrowser(createPersonMemory(), fakeStores());
  const openOfflineStore: typeof browser.openOfflineStore = async (user_id) => {
    const store = await browser.openOfflineStore(user_id);
    const changes = async () => {
      const all = await store.changes();
      await gate;
      return all;
    };
    return { ...store, changes };
  };
  const tab = await openTab(server, { ...browser, openOfflineStore });
  await written(tab.clock);
  return {
    ...tab,
    server,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
  };
};

test('a deletion that is undone, or made, while others are told is undone, and made', async () => {
  const { app, clock, hold, server } = await openSlowBrowser();
  server.says('it stays');
  server.says('never mind');
  await openBob(app);
  const [stays, gone] = itemsOf(app);
  if (!stays || !gone) throw new Error('a message is missing');
  const undo = await app.actions.removeLater([stays]);
  expect(textsOf(app)).toEqual(['never mind']);
  const letGo = hold();
  server.disconnect(true);
  await clock.pass(1_000);
  await written(clock);
  await undo();
  await app.actions.removeLater([gone]);
  letGo();
  await written(clock);
  expect(textsOf(app)).toEqual(['it stays']);
  await clock.pass(10_000);
  await written(clock);
  expect(textsOf(app)).toEqual(['it stays']);
  expect(server.messages().map(({ id }) => id)).toEqual([stays.id]);
});

test('what the server refuses to delete is no message that it had said to be deleted', async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  server.says('it stays');
  await openBob(app);
  await written(clock);
  const [item] = itemsOf(app);
  if (!item) throw new Error('the message is missing');
  const offline = away(server);
  await clock.pass(100);
  await app.actions.removeMessage(item);
  expect(textsOf(app)).toEqual([]);
  await clock.pass(1_000);
  using _ = server.refuse(/^DELETE \/messages/, () => refusal(403, 'MESSAGE_002'));
  offline[Symbol.dispose]();
  await clock.pass(10_000);
  await written(clock);
  expect(marksOf(app)).toEqual([['it stays', undefined]]);
  await clock.pass(1_000);
  await written(clock);
  await first.gone();
  const later = await comeBack(server, first);
  await openBob(later.app);
  await written(clock);
  expect(marksOf(later.app)).toEqual([['it stays', undefined]]);
});
