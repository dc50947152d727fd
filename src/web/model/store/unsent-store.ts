// Unsent messages and drafts of one person: in IndexedDB if the browser can save them, else in the
// memory of this page.
import type { Platform } from '../platform';
import { sealedStore } from './sealed-store';
import type { PersonStore, Unsent } from './unsent-database';
import { createPersonMemory } from './unsent-memory';

/** Between two places of the persistent order, for what only this page holds. */
const memory_step = 1e-6;

/** Gives null if there is no such store, or if it has failed. */
type PersistentOrNull = <Value>(
  act: (store: PersonStore) => Promise<Value>,
) => Promise<Value | null>;

const createDraftFallback = (memory: PersonStore, persistentOrNull: PersistentOrNull) => ({
  /** False if a reload loses it. */
  async putDraft(about: string, value: unknown): Promise<boolean> {
    const put = (store: PersonStore) => store.putDraft(about, value).then(() => true);
    const isSaved = (await persistentOrNull(put)) ?? false;
    if (!isSaved) await memory.putDraft(about, value);
    return isSaved;
  },
  async removeDraft(about: string): Promise<void> {
    await memory.removeDraft(about);
    await persistentOrNull((store) => store.removeDraft(about));
  },
  async allDrafts(): Promise<[string, unknown][]> {
    const saved = (await persistentOrNull((store) => store.allDrafts())) ?? [];
    return [...saved, ...(await memory.allDrafts())];
  },
});

/** After that one can write without the database. */
const open_within_ms = 3_000;

export const createUnsentStore = ({
  openPersonStore,
  clock,
  engine,
}: Pick<Platform, 'openPersonStore' | 'clock' | 'engine'>) => {
  const memory = createPersonMemory();
  const memory_only = new Set<string>();
  let persistent: PersonStore | null = null;
  let last_order = 0;
  /** The persistent order when the memory of this page was needed first. */
  let base = 0;

  const persistentOrNull: PersistentOrNull = async (act) =>
    persistent === null ? null : act(persistent).catch(() => null);

  return {
    /** Before anything else, for the person who is signed in. */
    async open(user_id: number): Promise<void> {
      const { promise: late, resolve } = Promise.withResolvers<null>();
      const cancel = clock.after(open_within_ms, () => resolve(null));
      const opening = openPersonStore(user_id).then((store) => sealedStore(store, engine));
      persistent = await Promise.race([opening.catch(() => null), late]);
      cancel();
    },
    /** `isSaved` is false if a reload loses it. */
    async add(id: string, value: unknown, draft?: string) {
      const order = await persistentOrNull((store) => store.addUnsent(id, value, draft));
      if (order !== null) {
        last_order = order;
        return { order, isSaved: true };
      }
      base ||= last_order;
      memory_only.add(id);
      const place = await memory.addUnsent(id, value, draft);
      return { order: base + place * memory_step, isSaved: false };
    },
    /** False if it is gone, because another tab has sent or discarded it. */
    async put({ id, order, value }: Unsent): Promise<boolean> {
      if (memory_only.has(id)) {
        return memory.putUnsent({ id, value, order: Math.round((order - base) / memory_step) });
      }
      return (await persistentOrNull((store) => store.putUnsent({ id, order, value }))) ?? true;
    },
    async remove(id: string): Promise<void> {
      memory_only.delete(id);
      await memory.removeUnsent(id);
      await persistentOrNull((store) => store.removeUnsent(id));
    },
    async has(id: string): Promise<boolean> {
      if (memory_only.has(id)) return true;
      return (await persistentOrNull((store) => store.hasUnsent(id))) ?? false;
    },
    /** In their order. */
    async all(): Promise<Unsent[]> {
      const here = (await memory.allUnsent()).map((unsent) => ({
        ...unsent,
        order: base + unsent.order * memory_step,
      }));
      const saved = (await persistentOrNull((store) => store.allUnsent())) ?? [];
      return [...saved, ...here].sort((a, b) => a.order - b.order);
    },
    ...createDraftFallback(memory, persistentOrNull),
    async clear(): Promise<void> {
      memory_only.clear();
      await memory.clear();
      await persistentOrNull((store) => store.clear());
    },
    /** Something that a reload would lose. */
    isMemoryOnly: (): boolean => memory_only.size > 0,
  };
};

export type UnsentStore = ReturnType<typeof createUnsentStore>;
