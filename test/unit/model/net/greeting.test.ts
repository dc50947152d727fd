// A connection begins: what is known by then, and what is asked for again, whatever happens on the way.
import { expect, test } from 'bun:test';
import { createEventCursor } from '../../../../src/web/model/net/event-cursor';
import type { Frame } from '../../../../src/web/model/net/frames';
import type { SocketListener } from '../../../../src/web/model/net/socket-listener';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import { itemsOf, openBob, openTab, say, signIn } from '../../../support/fake-client';
import { fakeBrowser, fakeTexts, settle } from '../../../support/fake-parts';
import { ALICE, BOB, lost } from '../../../support/fake-server';

const greeted = (data: object): Frame => ({
  type: 'hello',
  data: { ...data },
  timestamp: '2026-01-01T00:00:00.000Z',
});

/** A device that was at 90 of the data before the restore; `slow` is what it does about that. */
const beforeRestore = async (slow: Promise<void>) => {
  const told: string[] = [];
  const listener = new Proxy({} as SocketListener, {
    get: (_, name) => async () => {
      told.push(String(name));
      if (name === 'restoredAt') await slow;
    },
  });
  const localStore = createLocalStore(null);
  const cursor = createEventCursor({ localStore, userId: () => ALICE }, listener);
  await cursor.hello(greeted({ epoch: 'before', seq: 90, resumed: false }));
  return { cursor, told: told.splice(0) && told };
};

const restored = { epoch: 'after', seq: 100, restored_at: '2026-01-01T00:00:00.000Z' };

test('a connection that is lost in its first moment after a restore goes on from where the server was', async () => {
  const slow = Promise.withResolvers<void>();
  const { cursor, told } = await beforeRestore(slow.promise);
  const first = cursor.hello(greeted({ ...restored, resumed: false }));
  // Lost, and there again: nothing of before the restore is a place in the data of after it.
  expect(cursor.query('ticket').toString()).toBe('token=ticket&since=100&epoch=after');
  const second = cursor.hello(greeted({ ...restored, resumed: true }));
  slow.resolve();
  expect([await first, await second]).toEqual([false, true]);
  expect(told.filter((name) => name === 'reload')).toHaveLength(1);
  expect(told).not.toContain('resumed');
  expect(cursor.isCaughtUp()).toBe(true);
});

test('a tab hears of a restore by itself, whichever tab of the browser hears of it first', async () => {
  const localStore = createLocalStore(fakeTexts());
  const heard: string[] = [];
  const tab = (name: string) => {
    const listener = new Proxy({} as SocketListener, {
      get: (_, what) => async () => void (what === 'restored' && heard.push(name)),
    });
    return createEventCursor({ localStore, userId: () => ALICE }, listener);
  };
  const [one, two] = [tab('one'), tab('two')];
  for (const each of [one, two])
    await each.hello(greeted({ epoch: 'before', seq: 9, resumed: false }));
  for (const each of [one, two, one]) await each.hello(greeted({ ...restored, resumed: false }));
  expect(heard).toEqual(['one', 'two']);
});

test('what comes in right behind the greeting is not asked for again', async () => {
  const slow = Promise.withResolvers<void>();
  const { cursor, told } = await beforeRestore(slow.promise);
  const greeting = cursor.hello(greeted({ ...restored, resumed: false }));
  expect(told).toEqual(['restored', 'hello', 'gap', 'restoredAt']);
  cursor.advance({ ...greeted({}), type: 'new_message', seq: 101 });
  slow.resolve();
  expect(await greeting).toBe(true);
  expect(cursor.query('ticket').get('since')).toBe('101');
});

test('an event that could not be dealt with is made up for with the next connection', async () => {
  const { server, clock } = await signIn();
  const looks = () => server.asked.filter((line) => line.startsWith('GET /encryption/keys')).length;
  const before = looks();
  {
    using _ = server.refuse(/GET \/encryption\/keys/, lost);
    server.tell('vault_changed', { vault_version: 2 });
    await settle();
  }
  expect(looks()).toBe(before);
  server.disconnect(true);
  await clock.pass(2_000);
  expect(looks()).toBe(before + 1);
  // And not with the one after that.
  server.disconnect(true);
  await clock.pass(2_000);
  expect(looks()).toBe(before + 1);
});

test('what had reached bob before the server went back is not said of the messages that came since', async () => {
  const { app, server, browser } = await signIn();
  await openBob(app);
  await say(app, 'hello');
  const [hello] = itemsOf(app);
  server.tell('message_delivered', { friend_id: BOB, up_to: hello?.id });
  await settle();
  expect(app.receipts.deliveredUpTo.value).toEqual({ [BOB]: hello?.id ?? 0 });
  const texts = browser.localStore ?? fakeTexts();
  texts.setItem(`epoch ${ALICE}`, 'another, from before the restore');
  const later = await openTab(server, { ...fakeBrowser(), localStore: texts });
  await openBob(later.app);
  expect(later.app.receipts.deliveredUpTo.value).toEqual({});
  expect(texts.names().filter((name) => name.startsWith('delivered'))).toEqual([]);
});

test('that a message is here is told again with the next connection, since the last one may have lost it', async () => {
  const { app, server, clock } = await signIn();
  const { id } = server.says('hello');
  await settle();
  expect(server.delivered).toEqual([id]);
  server.disconnect(true);
  await clock.pass(2_000);
  expect(server.delivered).toEqual([id, id]);
  // Once it is read, that says more.
  const read = { friend_id: BOB, reader_id: ALICE, up_to: id };
  server.tell('message_read', { ...read, read_at: '2026-01-02T00:00:00.000Z' });
  server.disconnect(true);
  await clock.pass(2_000);
  expect([app.isOnline.value, server.delivered]).toEqual([true, [id, id]]);
});
