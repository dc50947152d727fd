// The unsent messages and drafts of one person on this device, in a database of their own (IndexedDB).
// A record is saved when its transaction has completed; the order is a counter of the same
// transaction, not the clock. Values are opaque here.
import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import { isConnectionLost } from './lost-connection';
import type { PersonStore, Unsent } from './person-store';
import type { UnsentCopy } from './unsent-copy';
import { createUnsentCopy } from './unsent-copy';

interface Schema extends DBSchema {
  outbox: { key: number; value: Unsent; indexes: { id: string } };
  drafts: { key: string; value: unknown };
}

const STRICT = { durability: 'strict' } as const;

const nameOf = (user_id: number) => `chat8 person ${user_id}`;

const connect = (user_id: number, made = () => {}): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(nameOf(user_id), 1, {
    upgrade(database) {
      made();
      const outbox = database.createObjectStore('outbox', {
        keyPath: 'order',
        autoIncrement: true,
      });
      outbox.createIndex('id', 'id', { unique: true });
      database.createObjectStore('drafts');
    },
    // A newer build in another tab, or the deletion of the account.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });

/** Waits for the transaction: with a full quota the requests succeed, and then it aborts. */
const complete = async <Value>(
  change: { done: Promise<void> },
  act: () => Promise<Value>,
): Promise<Value> => {
  const [value] = await Promise.all([act(), change.done]);
  return value;
};

type Run = <Value>(act: (at: IDBPDatabase<Schema>) => Promise<Value>) => Promise<Value>;
type DraftStore = Pick<PersonStore, 'putDraft' | 'removeDraft' | 'allDrafts'>;

/** In their places; what comes next stands behind them. */
const refill = async (at: IDBPDatabase<Schema>, copy: UnsentCopy): Promise<void> => {
  const change = at.transaction(['outbox', 'drafts'], 'readwrite', STRICT);
  const all = [
    ...copy.outbox().map((unsent) => change.objectStore('outbox').put(unsent)),
    ...copy.drafts().map(([about, value]) => change.objectStore('drafts').put(value, about)),
  ];
  await Promise.all([...all, change.done]);
};

const createDraftStore = (run: Run, copy: UnsentCopy): DraftStore => ({
  putDraft: (about, value) =>
    run(async (at) => {
      const change = at.transaction('drafts', 'readwrite', STRICT);
      await complete(change, () => change.store.put(value, about));
      copy.putDraft(about, value);
    }),
  removeDraft: (about) =>
    run(async (at) => {
      const change = at.transaction('drafts', 'readwrite', STRICT);
      await complete(change, () => change.store.delete(about));
      copy.removeDraft(about);
    }),
  allDrafts: () =>
    run(async (at) => {
      const change = at.transaction('drafts');
      const [names, values] = await Promise.all([change.store.getAllKeys(), change.store.getAll()]);
      const all = names.map((name, index): [string, unknown] => [name, values[index]]);
      copy.sawDrafts(all);
      return all;
    }),
});

type OutboxStore = Omit<PersonStore, keyof DraftStore | 'clear'>;

const createOutboxStore = (run: Run, copy: UnsentCopy): OutboxStore => ({
  addUnsent: (id, value, draft) =>
    run(async (at) => {
      const change = at.transaction(['outbox', 'drafts'], 'readwrite', STRICT);
      const outbox = change.objectStore('outbox');
      return complete(change, async () => {
        if (draft !== undefined) await change.objectStore('drafts').delete(draft);
        const known = await outbox.index('id').getKey(id);
        // The database sets `order`; only the type requires it.
        return known ?? outbox.add({ id, value } as Unsent);
      }).then((order) => {
        copy.put({ order, id, value });
        if (draft !== undefined) copy.removeDraft(draft);
        return order;
      });
    }),
  putUnsent: (unsent) =>
    run(async (at) => {
      const change = at.transaction('outbox', 'readwrite', STRICT);
      return complete(change, async () => {
        const isThere = (await change.store.getKey(unsent.order)) !== undefined;
        if (isThere) await change.store.put(unsent);
        return isThere;
      }).then((isThere) => {
        if (isThere) copy.put(unsent);
        return isThere;
      });
    }),
  removeUnsent: (id) =>
    run(async (at) => {
      const change = at.transaction('outbox', 'readwrite', STRICT);
      return complete(change, async () => {
        const order = await change.store.index('id').getKey(id);
        if (order !== undefined) await change.store.delete(order);
      }).then(() => copy.remove(id));
    }),
  hasUnsent: (id) =>
    run(async (at) => (await at.getKeyFromIndex('outbox', 'id', id)) !== undefined),
  allUnsent: () =>
    run(async (at) => {
      const all = await at.getAll('outbox');
      copy.sawOutbox(all);
      return all;
    }),
});

/** @throws if the browser blocks storage */
export const openPersonStore = async (user_id: number): Promise<PersonStore> => {
  let database = await connect(user_id);
  const copy = createUnsentCopy();
  const connectAgain = async (): Promise<void> => {
    let isEmptied = false;
    database = await connect(user_id, () => {
      isEmptied = true;
    });
    if (isEmptied) await refill(database, copy);
  };
  /** The browser may close a connection in the background: it is opened again, once. */
  const run: Run = async (act) => {
    try {
      return await act(database);
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      database.close();
      await connectAgain();
      return act(database);
    }
  };
  return {
    ...createOutboxStore(run, copy),
    ...createDraftStore(run, copy),
    clear: () =>
      run(async (at) => {
        const change = at.transaction(['outbox', 'drafts'], 'readwrite', STRICT);
        await Promise.all([
          change.objectStore('outbox').clear(),
          change.objectStore('drafts').clear(),
          change.done,
        ]);
        copy.clear();
      }),
  };
};
