// What a browser keeps for being offline: real databases, in memory (fake-indexeddb), apart for each
// browser of a test.
import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import type { Platform } from '../../src/web/model/platform';
import { StoreFault } from '../../src/web/model/store/offline/connection';
import type { OfflineSchema } from '../../src/web/model/store/offline/schema';
import { ALL_STORES, createStores, VERSION } from '../../src/web/model/store/offline/schema';
import { openOfflineStore } from '../../src/web/model/store/offline/store';

type Stores = Pick<Platform, 'openOfflineStore' | 'removeOfflineStore' | 'machine'>;

const machine: Platform['machine'] = { quotaBytes: async () => 0, isBatteryLow: async () => false };

/** A browser that has no database to give. */
export const noStores = (): Stores => ({
  machine,
  async openOfflineStore() {
    throw new StoreFault('missing');
  },
  removeOfflineStore: async () => {},
});

const copyDatabase = async (from: string, to: string): Promise<void> => {
  const source = await openDB<OfflineSchema>(from);
  const target = await openDB<OfflineSchema>(to, VERSION, { upgrade: createStores });
  for (const name of ALL_STORES) {
    const [keys, values] = [await source.getAllKeys(name), await source.getAll(name)];
    const change = target.transaction(name, 'readwrite');
    // Only values without a key of their own are given one.
    const hasKey = change.store.keyPath !== null;
    for (const [at, value] of values.entries()) {
      await change.store.put(value, hasKey ? undefined : (keys[at] as string));
    }
    await change.done;
  }
  source.close();
  target.close();
};

export const fakeStores = (prefix: string = crypto.randomUUID()) => {
  const nameOf = (user_id: number) => `${prefix} offline ${user_id}`;
  const names = async (): Promise<string[]> =>
    (await indexedDB.databases()).flatMap(({ name = '' }) =>
      name.startsWith(prefix) ? [name] : [],
    );
  return {
    machine,
    nameOf,
    openOfflineStore: (user_id: number) => openOfflineStore(nameOf(user_id)),
    removeOfflineStore: (user_id: number) => deleteDB(nameOf(user_id)),
    /** Another browser's, with all that lies in these. */
    async copy() {
      const other = crypto.randomUUID();
      for (const name of await names()) await copyDatabase(name, name.replace(prefix, other));
      return fakeStores(other);
    },
    async clear(): Promise<void> {
      for (const name of await names()) await deleteDB(name);
    },
  };
};

export type FakeStores = ReturnType<typeof fakeStores>;
