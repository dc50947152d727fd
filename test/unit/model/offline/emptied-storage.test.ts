// A browser that takes its databases away while a page is open (room on the disk, somebody who clears the
// data of sites): what was written and is not on the server yet is in that page, and goes back.
import { expect, test } from 'bun:test';
import { deleteDB } from 'idb';
import { openConnection } from '../../../../src/web/model/store/offline/connection';
import { openOfflineStore } from '../../../../src/web/model/store/offline/store';
import { openPersonStore } from '../../../../src/web/model/store/unsent-database';
import { openBob, openTab, say, textsOf } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { fakeServer } from '../../../support/fake-server';
import { away, written } from '../../../support/keeping-browser';

let people = 1_000;

/** Those that are opened meanwhile. */
const watchConnections = () => {
  const opened: IDBDatabase[] = [];
  const real = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...asked) => {
    const request = real(...asked);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  };
  return {
    opened,
    [Symbol.dispose](): void {
      indexedDB.open = real;
    },
  };
};

/** A browser with a real database for what was typed. */
const openTyping = () => {
  people += 1;
  const user_id = people;
  return {
    browser: { ...fakeBrowser(), openPersonStore: () => openPersonStore(user_id) },
    empty: () => deleteDB(`chat8 person ${user_id}`),
  };
};

test('messages and drafts that a browser took away are saved again by their page, and go in their order', async () => {
  const { browser, empty } = openTyping();
  const server = fakeServer();
  const { app, clock } = await openTab(server, browser);
  await written(clock);
  await openBob(app);
  const cut = away(server);
  await say(app, 'one');
  await say(app, 'two');
  await app.drafts.write('2', 'begun');
  await empty();
  expect(await say(app, 'three')).toMatchObject({ isSaved: true });
  await written(clock);
  cut[Symbol.dispose]();
  // The browser is closed, and opened again.
  const later = await openTab(fakeServer(), browser);
  await written(later.clock);
  await openBob(later.app);
  expect(textsOf(later.app)).toEqual(['one', 'two', 'three']);
  expect(later.app.drafts.read('2')).toBe('begun');
});

test('what was sent before is not brought back', async () => {
  const { browser, empty } = openTyping();
  const server = fakeServer();
  const { app, clock } = await openTab(server, browser);
  await written(clock);
  await openBob(app);
  await say(app, 'one');
  await written(clock);
  expect(server.messages()).toHaveLength(1);
  await app.drafts.write('2', 'begun');
  await app.drafts.drop('2');
  await empty();
  await app.drafts.write('3', 'to another one');
  const store = await browser.openPersonStore();
  expect(await store.allUnsent()).toEqual([]);
  expect((await store.allDrafts()).map(([about]) => about)).toEqual(['3']);
});

test('changes that the server does not know yet are written again into the new database', async () => {
  const name = `emptied ${crypto.randomUUID()}`;
  using connections = watchConnections();
  const store = await openOfflineStore(name);
  const own = (text: string) => ({ x: 'alice', iv: '', sealed: text });
  const orders = [await store.addChange(own('a')), await store.addChange(own('b'))];
  await store.removeChange(orders[0] ?? 0);
  await store.putChange({ order: orders[1] ?? 0, own: own('b, sealed') });
  // As a browser does it: the connection is closed, and what lay behind it is gone.
  for (const database of connections.opened) database.close();
  await deleteDB(name);
  expect(await store.changes()).toEqual([{ order: orders[1] ?? 0, own: own('b, sealed') }]);
  expect(await store.count()).toBe(0);
  store.close();
  await settle();
  const again = await openConnection(name);
  expect(await again.run((database) => database.count('changes'))).toBe(1);
  again.close();
});
