// A browser that gives no database at first (another tab holds it, its disk was busy): the page asks
// again by itself, says it meanwhile, and loses nothing that was typed.
import { expect, test } from 'bun:test';
import { StoreFault } from '../../../../src/web/model/store/offline/connection';
import { openOfflineStore } from '../../../../src/web/model/store/offline/store';
import type { PersonStore } from '../../../../src/web/model/store/person-store';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { itemsOf, openBob, openTab, say, textsOf } from '../../../support/fake-client';
import { fakeBrowser, type fakeClock } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer, lost } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

/** Alice's browser, which gives no database while `trouble.now` is something. */
const openHeld = (person = createPersonMemory(), stores = fakeStores()) => {
  const trouble: { now: Error | null } = { now: new StoreFault('blocked') };
  const given = async <Value>(open: () => Promise<Value>): Promise<Value> => {
    if (trouble.now) throw trouble.now;
    return open();
  };
  const browser = {
    ...fakeBrowser(person, {
      ...stores,
      openOfflineStore: (id: number) => given(() => stores.openOfflineStore(id)),
    }),
    openPersonStore: () => given(async (): Promise<PersonStore> => person),
  };
  return { browser, person, stores, trouble };
};

const pass = async (clock: ReturnType<typeof fakeClock>, minutes: number): Promise<void> => {
  await clock.pass(minutes * 60_000);
  await written(clock);
};

test('a database that another tab held is taken once it is free: all is kept, found, and no longer complained of', async () => {
  const { browser, stores, trouble } = openHeld();
  const server = fakeServer();
  server.says('one');
  const { app, clock } = await openTab(server, browser);
  await openBob(app);
  await say(app, 'two');
  expect(app.offline.trouble.value).toBe('blocked');
  app.offline.dismiss();
  await pass(clock, 10);
  expect(app.offline.trouble.value).toBeNull();
  trouble.now = null;
  await pass(clock, 2);
  server.says('three');
  await pass(clock, 1);
  const store = await openOfflineStore(stores.nameOf(ALICE));
  expect((await store.next(BOB, { limit: 9 })).map(({ id }) => id)).toEqual([3, 2, 1]);
  expect([await store.meta('me'), await store.meta('heard')]).not.toContain(undefined);
  store.close();
  await app.search.ask({ text: 'two' });
  expect(app.search.found.value.map(({ item }) => item.text)).toEqual(['two']);
});

test('what is the matter is said while it is, and no longer', async () => {
  const { browser, trouble } = openHeld();
  const { app, clock } = await openTab(fakeServer(), browser);
  expect(app.offline.trouble.value).toBe('blocked');
  trouble.now = new DOMException('Internal error opening backing store', 'UnknownError');
  await pass(clock, 1);
  expect(app.offline.trouble.value).toBe('missing');
  trouble.now = null;
  await pass(clock, 2);
  expect(app.offline.trouble.value).toBeNull();
});

test('what was changed without a connection meanwhile goes into the database behind what lay there, and is told once', async () => {
  const first = await openKeepingBrowser();
  const { server } = first;
  const theirs = server.says('theirs');
  await openBob(first.app);
  await written(first.clock);
  const cut = away(server);
  const [one] = itemsOf(first.app);
  if (!one) throw new Error('the message is missing');
  await first.app.actions.react(one, '👍');
  await written(first.clock);
  cut[Symbol.dispose]();
  await first.gone();
  // The next start, whose database is held, and whose line goes again.
  const asked: string[] = [];
  using _ = server.refuse(/reactions/, ({ method, path }) => {
    asked.push(`${method} ${decodeURIComponent(path)}`);
    return lost();
  });
  const held = openHeld(createPersonMemory(), first.stores);
  await held.browser.device.put(`store key ${ALICE}`, {});
  const { app, clock } = await openTab(server, held.browser, first.clock);
  await openBob(app);
  server.disconnect(true);
  const [again] = itemsOf(app);
  if (!again) throw new Error('the message is missing');
  await app.actions.react(again, '🎉');
  held.trouble.now = null;
  await pass(clock, 2);
  const store = await openOfflineStore(first.stores.nameOf(ALICE));
  expect(await store.changes()).toHaveLength(2);
  store.close();
  const emoji = itemsOf(app)[0]?.reactions.map((each) => each.emoji);
  expect(emoji).toEqual(['👍', '🎉']);
  server.disconnect(false);
  await pass(clock, 1);
  expect(asked[0]).toBe(`PUT /messages/${theirs.id}/reactions/👍`);
});

test('messages and drafts that were typed meanwhile are saved behind those that lay there, and go in their order', async () => {
  const person = createPersonMemory();
  const before = fakeServer();
  {
    const { app } = await openTab(before, fakeBrowser(person));
    await openBob(app);
    before.refuse(/POST \/messages/, lost);
    await say(app, 'written yesterday');
    await app.drafts.write('2', 'begun yesterday');
  }
  const { browser, trouble } = openHeld(person);
  const server = fakeServer();
  const cut = server.refuse(/POST \/messages/, lost);
  const { app, clock, tab } = await openTab(server, browser);
  await openBob(app);
  await say(app, 'written today');
  await app.drafts.write('2', 'begun today');
  expect((await person.allUnsent()).length).toBe(1);
  trouble.now = null;
  await pass(clock, 2);
  const lies = (await person.allUnsent()).map(({ value }) => value as { own: { sealed: string } });
  expect(lies.map(({ own }) => JSON.parse(own.sealed).value.body.text)).toEqual([
    'written yesterday',
    'written today',
  ]);
  expect(app.drafts.read('2')).toBe('begun yesterday\nbegun today');
  expect(tab.asksBeforeClose()).toBe(false);
  expect(textsOf(app)).toEqual(['written yesterday', 'written today']);
  cut[Symbol.dispose]();
  server.disconnect(false);
  await pass(clock, 2);
  expect(server.messages().map(({ client_id }) => client_id)).toHaveLength(2);
  expect(textsOf(app)).toEqual(['written yesterday', 'written today']);
  expect(await person.allUnsent()).toEqual([]);
});

test('a change that only the page has is asked about before the page is closed', async () => {
  const { browser } = openHeld();
  const server = fakeServer();
  server.says('theirs');
  const { app, tab } = await openTab(server, browser);
  await openBob(app);
  expect(tab.asksBeforeClose()).toBe(false);
  using _ = away(server);
  const [one] = itemsOf(app);
  if (!one) throw new Error('the message is missing');
  await app.actions.react(one, '👍');
  expect(tab.asksBeforeClose()).toBe(true);
});

test('a start without a server whose database is held opens once it is free', async () => {
  const first = await openKeepingBrowser();
  const { server } = first;
  server.says('one');
  await written(first.clock);
  using _ = away(server);
  const { openOfflineStore: real } = first.browser;
  let isHeld = true;
  const browser = {
    ...first.browser,
    async openOfflineStore(id: number) {
      if (isHeld) throw new StoreFault('blocked');
      return real(id);
    },
  };
  const { app } = await comeBack(server, { ...first, browser });
  expect(app.screen.phase.value).toBe('unreachable');
  isHeld = false;
  await pass(first.clock, 1);
  expect(app.screen.phase.value).toBe('ready');
  await openBob(app);
  await written(first.clock);
  expect(textsOf(app)).toEqual(['one']);
});

test('the key of a device that can’t be read at first is waited for: what lies there is not cleared', async () => {
  const first = await openKeepingBrowser();
  const { server } = first;
  server.says('one');
  await written(first.clock);
  await first.gone();
  const { device } = first.browser;
  let isFailing = true;
  const browser = {
    ...first.browser,
    device: {
      ...device,
      async get(name: string) {
        if (isFailing && name.startsWith('store key')) throw new DOMException('', 'UnknownError');
        return device.get(name);
      },
    },
  };
  const { app, clock } = await openTab(server, browser, first.clock);
  expect(app.offline.trouble.value).toBe('missing');
  expect((await first.look()).ids).toEqual([1]);
  isFailing = false;
  await pass(clock, 1);
  expect(app.offline.trouble.value).toBeNull();
  await openBob(app);
  expect((await first.look()).ids).toEqual([1]);
});

test('what could not be wiped at the sign-out is wiped at the next start', async () => {
  const { browser, stores, trouble } = openHeld();
  trouble.now = null;
  const server = fakeServer();
  const { app, clock, pins } = await openTab(server, browser);
  server.says('one');
  await written(clock);
  const kept = async (): Promise<number> => {
    const store = await openOfflineStore(stores.nameOf(ALICE));
    const count = await store.count();
    store.close();
    return count;
  };
  trouble.now = new StoreFault('blocked');
  await app.session.logout();
  await written(clock);
  expect(await kept()).toBe(1);
  trouble.now = null;
  await comeBack(server, { browser, clock, pins });
  await written(clock);
  expect(await kept()).toBe(0);
});
