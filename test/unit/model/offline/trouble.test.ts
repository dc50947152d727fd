// What may be the matter with what a device keeps: the client says it, works, and loses nothing that a
// person wrote.
import { expect, test } from 'bun:test';
import { openDB } from 'idb';
import { openConnection } from '../../../../src/web/model/store/offline/connection';
import type { OfflineStore } from '../../../../src/web/model/store/offline/store';
import { openOfflineStore } from '../../../../src/web/model/store/offline/store';
import { openBob, openTab, textsOf } from '../../../support/fake-client';
import { fakeBrowser, fakeClock } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';
import { openKeepingBrowser, written } from '../../../support/keeping-browser';

const fresh = () => `trouble ${crypto.randomUUID()}`;
const own = { x: 'alice', iv: '', sealed: 'what she changed' };

/** A message as it lies there. */
const kept = (id: number, friend_id = BOB) => ({
  id,
  friend_id,
  key: `${friend_id} ${id}`,
  message: {
    id,
    sender_id: friend_id,
    receiver_id: ALICE,
    content: `c8e1.${id}`,
    message_type: 'text' as const,
    timestamp: '2026-01-01T00:00:00.000Z',
    is_read: false,
    is_encrypted: true,
  },
});

test('a database of a later build is left as it is, and the client works online and says so', async () => {
  const stores = fakeStores();
  const later = await openDB(stores.nameOf(ALICE), 9, {
    upgrade: (database) => void database.createObjectStore('of the future'),
  });
  await later.put('of the future', 'kept', 1);
  later.close();
  const server = fakeServer();
  const { app, clock } = await openTab(server, fakeBrowser(undefined, stores));
  server.says('one');
  await openBob(app);
  await written(clock);
  expect([app.offline.trouble.value, textsOf(app)]).toEqual(['newer', ['one']]);
  const again = await openDB(stores.nameOf(ALICE));
  expect([again.version, await again.get('of the future', 1)]).toEqual([9, 'kept']);
  again.close();
});

test('a damaged database begins again, and what the server does not know yet is copied out', async () => {
  const name = fresh();
  const damaged = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('changes', { keyPath: 'order', autoIncrement: true });
    },
  });
  await damaged.add('changes', { own });
  damaged.close();
  const store = await openOfflineStore(name);
  expect([store.wasRebuilt, await store.changes()]).toEqual([true, [{ order: 1, own }]]);
  expect(await store.count()).toBe(0);
  store.close();
});

test('a connection that the browser lost is opened again, but not one that was removed', async () => {
  const name = fresh();
  const connection = await openConnection(name);
  await connection.run(async (database) => {
    database.close();
    return undefined;
  });
  expect(await connection.run((database) => database.count('messages'))).toBe(0);
  const other = await openDB(name);
  other.addEventListener('versionchange', () => other.close());
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
  await expect(connection.run((database) => database.count('messages'))).rejects.toThrow('missing');
  expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
});

test('a tab of an earlier build that does not let go costs three seconds, and is said', async () => {
  const name = fresh();
  const held = await openDB(name, 1);
  // It is asked to close, and does not.
  const real = indexedDB.open.bind(indexedDB);
  indexedDB.open = (asked: string, _?: number) => real(asked, 2);
  try {
    await expect(openOfflineStore(name)).rejects.toThrow('blocked');
  } finally {
    indexedDB.open = real;
    held.close();
  }
});

test('what a thawed tab writes after another one took over is not written', async () => {
  const store = await openOfflineStore(fresh());
  const first = await store.takeTerm();
  expect(await store.write({ puts: [kept(1)] }, first)).toBe(true);
  const second = await store.takeTerm();
  expect(await store.write({ puts: [kept(2)] }, first)).toBe(false);
  expect(await store.write({ puts: [kept(3)] }, second)).toBe(true);
  expect((await store.next(BOB, { limit: 9 })).map(({ id }) => id)).toEqual([3, 1]);
  store.close();
});

/** A browser that has no room for the next writes; `cleared` counts what made room. */
const fullFor = (store: OfflineStore, times: number) => {
  let left = times;
  let cleared = 0;
  return {
    cleared: () => cleared,
    store: {
      ...store,
      async write(...args: Parameters<OfflineStore['write']>) {
        if ((args[0].puts?.length ?? 0) > 0 && left > 0) {
          left -= 1;
          throw new DOMException('no room', 'QuotaExceededError');
        }
        return store.write(...args);
      },
      async clearFiles() {
        cleared += 1;
        return store.clearFiles();
      },
    },
  };
};

test('without room files go, then old messages, never what was changed here; it is said once', async () => {
  const stores = fakeStores();
  const real = await openOfflineStore(stores.nameOf(ALICE));
  await real.addChange(own);
  const full = fullFor(real, 2);
  const browser = fakeBrowser(undefined, { ...stores, openOfflineStore: async () => full.store });
  await browser.device.put(`store key ${ALICE}`, {});
  const server = fakeServer();
  const { app, clock } = await openTab(server, browser, fakeClock());
  await written(clock);
  server.says('one');
  await written(clock);
  expect(app.offline.trouble.value).toBe('full');
  expect(full.cleared()).toBe(2);
  expect(await real.changes()).toHaveLength(1);
  app.offline.dismiss();
  server.says('two');
  await written(clock);
  expect(app.offline.trouble.value).toBeNull();
  expect(await real.count()).toBeGreaterThan(0);
});

test('of the server’s data being another nothing is kept, but what waits for it stays', async () => {
  const { look, server, clock, stores } = await openKeepingBrowser();
  server.says('of the first epoch');
  await written(clock);
  const store = await openOfflineStore(stores.nameOf(ALICE));
  await store.addChange(own);
  expect((await look()).ids).toEqual([1]);
  await store.clear();
  expect([await store.count(), (await store.changes()).length]).toEqual([0, 1]);
  store.close();
});
