// What a person changed and the server does not know yet. It is in this page, too, for a browser that takes
// the database away while the page is open.
import type { Connection } from './connection';
import { ask } from './connection';
import type { Database, KeptChange } from './schema';

/** In a browser that takes a database away they go into the new one, each in its place. */
export const createChangesCopy = () => {
  const copy = new Map<number, KeptChange>();
  return {
    put: (kept: KeptChange): void => void copy.set(kept.order, kept),
    remove: (order: number): void => void copy.delete(order),
    saw(all: KeptChange[]): void {
      copy.clear();
      for (const kept of all) copy.set(kept.order, kept);
    },
    async refill(database: Database): Promise<void> {
      const change = database.transaction('changes', 'readwrite', { durability: 'strict' });
      for (const kept of copy.values()) ask(change.store.put(kept));
      await change.done;
    },
  };
};

export const createChangeStore = (
  { run }: Connection,
  copy: ReturnType<typeof createChangesCopy>,
) => ({
  /** Gives its place in the order. */
  addChange: (own: KeptChange['own']): Promise<number> =>
    run(async (database) => {
      const change = database.transaction('changes', 'readwrite', { durability: 'strict' });
      const [order] = await Promise.all([change.store.add({ own } as KeptChange), change.done]);
      copy.put({ order, own });
      return order;
    }),
  /** False if it is gone, because another tab has sent it. */
  putChange: (kept: KeptChange): Promise<boolean> =>
    run(async (database) => {
      const change = database.transaction('changes', 'readwrite', { durability: 'strict' });
      const isThere = (await change.store.getKey(kept.order)) !== undefined;
      if (isThere) ask(change.store.put(kept));
      await change.done;
      if (isThere) copy.put(kept);
      return isThere;
    }),
  removeChange: (order: number): Promise<void> =>
    run(async (database) => {
      await database.delete('changes', order);
      copy.remove(order);
    }),
  /** In their order. */
  changes: (): Promise<KeptChange[]> =>
    run(async (database) => {
      const all = await database.getAll('changes');
      copy.saw(all);
      return all;
    }),
});
