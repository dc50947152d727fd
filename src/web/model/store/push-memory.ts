// What the page and the service worker hand to each other: IndexedDB is all that both can reach.
import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { PushShow } from '../../../protocol/push';

/** Who is signed in here, and what notifications on this device may say. */
export interface Notified {
  user_id: number;
  lang: 'zh' | 'en';
  show: PushShow;
}

/** Where a press on a notification leads; an app that was closed may open its start page instead. */
export interface Target {
  path: string;
  at_ms: number;
}

/** A confirmation that is on its way to the server. */
export interface PushReceipt {
  id: string;
  shown?: true;
  clicked?: true;
  declined?: true;
}

interface Values {
  signedIn: Notified;
  renew_token: string;
  target: Target;
}

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
  receipts: { key: number; value: PushReceipt };
}

/** More were never confirmed on a device that lives: the oldest go. */
const receipts_max = 50;

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('chat8 push', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('values');
      fresh.createObjectStore('receipts', { autoIncrement: true });
    },
  });

/** A connection for each call: the page never waits for the worker's. */
const run = async <Value>(act: (database: IDBPDatabase<Schema>) => Promise<Value>) => {
  const database = await open();
  return act(database).finally(() => database.close());
};

export const createPushMemory = () => ({
  get: <Name extends keyof Values>(name: Name): Promise<Values[Name] | undefined> =>
    run((database) => database.get('values', name)) as Promise<Values[Name] | undefined>,
  put: <Name extends keyof Values>(name: Name, value: Values[Name]): Promise<void> =>
    run(async (database) => void (await database.put('values', value, name))),
  remove: (name: keyof Values): Promise<void> => run((database) => database.delete('values', name)),
  addReceipt: (receipt: PushReceipt): Promise<void> =>
    run(async (database) => {
      const keys = await database.getAllKeys('receipts');
      for (const key of keys.slice(0, Math.max(0, keys.length + 1 - receipts_max))) {
        await database.delete('receipts', key);
      }
      await database.add('receipts', receipt);
    }),
  /** Those that wait, with what removes each. */
  receipts: (): Promise<[key: number, receipt: PushReceipt][]> =>
    run(async (database) => {
      const change = database.transaction('receipts');
      const [keys, values] = await Promise.all([change.store.getAllKeys(), change.store.getAll()]);
      return values.map((receipt, at) => [keys[at] ?? 0, receipt]);
    }),
  removeReceipt: (key: number): Promise<void> =>
    run((database) => database.delete('receipts', key)),
  clear: (): Promise<void> =>
    run(async (database) => {
      await Promise.all([database.clear('values'), database.clear('receipts')]);
    }),
});

export type PushMemory = ReturnType<typeof createPushMemory>;
