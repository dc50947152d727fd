// What one person wrote here and the server does not have, on this device if the browser can keep it,
// else in the memory of this page.
import type { Parts } from '../parts';
import type { PersonStore, Unsent } from './person';
import { createPersonMemory } from './person-memory';

/** Between two places of the lasting order, for what only this page holds. */
const memory_step = 1e-6;

/** Gives null if there is no such store, or if it has failed. */
type LastingOrNull = <Value>(act: (store: PersonStore) => Promise<Value>) => Promise<Value | null>;

const createWrittenDrafts = (memory: PersonStore, lastingOrNull: LastingOrNull) => ({
  /** False if a reload loses it. */
  async putDraft(about: string, value: unknown): Promise<boolean> {
    const put = (store: PersonStore) => store.putDraft(about, value).then(() => true);
    const isKept = (await lastingOrNull(put)) ?? false;
    if (!isKept) await memory.putDraft(about, value);
    return isKept;
  },
  async removeDraft(about: string): Promise<void> {
    await memory.removeDraft(about);
    await lastingOrNull((store) => store.removeDraft(about));
  },
  async allDrafts(): Promise<[string, unknown][]> {
    const kept = (await lastingOrNull((store) => store.allDrafts())) ?? [];
    return [...kept, ...(await memory.allDrafts())];
  },
});

/** A database that does not open keeps nobody from writing. */
const open_within_ms = 3_000;

export const createWritten = ({
  openPersonStore,
  clock,
}: Pick<Parts, 'openPersonStore' | 'clock'>) => {
  const memory = createPersonMemory();
  const only_here = new Set<string>();
  let lasting: PersonStore | null = null;
  let last_order = 0;
  /** The lasting order when the memory of this page was needed first. */
  let base = 0;

  const lastingOrNull: LastingOrNull = async (act) =>
    lasting === null ? null : act(lasting).catch(() => null);

  return {
    /** Before anything else, for the person who is signed in. */
    async open(user_id: number): Promise<void> {
      const { promise: late, resolve } = Promise.withResolvers<null>();
      const cancel = clock.after(open_within_ms, () => resolve(null));
      lasting = await Promise.race([openPersonStore(user_id).catch(() => null), late]);
      cancel();
    },
    /** `isKept` is false if a reload loses it. */
    async add(id: string, value: unknown, draft?: string) {
      const order = await lastingOrNull((store) => store.addUnsent(id, value, draft));
      if (order !== null) {
        last_order = order;
        return { order, isKept: true };
      }
      base ||= last_order;
      only_here.add(id);
      const place = await memory.addUnsent(id, value, draft);
      return { order: base + place * memory_step, isKept: false };
    },
    /** False if it is no more: it was sent, or discarded, in another tab. */
    async put({ id, order, value }: Unsent): Promise<boolean> {
      if (only_here.has(id)) {
        return memory.putUnsent({ id, value, order: Math.round((order - base) / memory_step) });
      }
      return (await lastingOrNull((store) => store.putUnsent({ id, order, value }))) ?? true;
    },
    async remove(id: string): Promise<void> {
      only_here.delete(id);
      await memory.removeUnsent(id);
      await lastingOrNull((store) => store.removeUnsent(id));
    },
    async has(id: string): Promise<boolean> {
      if (only_here.has(id)) return true;
      return (await lastingOrNull((store) => store.hasUnsent(id))) ?? false;
    },
    /** In their order. */
    async all(): Promise<Unsent[]> {
      const here = (await memory.allUnsent()).map((unsent) => ({
        ...unsent,
        order: base + unsent.order * memory_step,
      }));
      const kept = (await lastingOrNull((store) => store.allUnsent())) ?? [];
      return [...kept, ...here].sort((a, b) => a.order - b.order);
    },
    ...createWrittenDrafts(memory, lastingOrNull),
    async clear(): Promise<void> {
      only_here.clear();
      await memory.clear();
      await lastingOrNull((store) => store.clear());
    },
    /** Something that a reload would lose. */
    isOnlyHere: (): boolean => only_here.size > 0,
  };
};

export type Written = ReturnType<typeof createWritten>;
