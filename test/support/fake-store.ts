// What a browser keeps for being offline: real databases, in memory (fake-indexeddb), apart for each
// browser of a test.
import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import type { Parts } from '../../src/web/model/parts';
import { StoreFault } from '../../src/web/model/store/offline/connection';
import { openOfflineStore } from '../../src/web/model/store/offline/store';

type Stores = Pick<Parts, 'openOfflineStore' | 'removeOfflineStore' | 'machine'>;

const machine: Parts['machine'] = { quotaBytes: async () => 0, isBatteryLow: async () => false };

/** A browser that has no database to give. */
export const noStores = (): Stores => ({
  machine,
  async openOfflineStore() {
    throw new StoreFault('missing');
  },
  removeOfflineStore: async () => {},
});

export const fakeStores = () => {
  const prefix = crypto.randomUUID();
  const nameOf = (user_id: number) => `${prefix} offline ${user_id}`;
  return {
    machine,
    nameOf,
    openOfflineStore: (user_id: number) => openOfflineStore(nameOf(user_id)),
    removeOfflineStore: (user_id: number) => deleteDB(nameOf(user_id)),
  };
};
