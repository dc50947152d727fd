// Unsent messages and drafts of one person: in IndexedDB if the browser can save them, else in the
// memory of this page, from which they move as soon as there is a database.
import type { Platform } from '../platform';
import { createBackOff } from './back-off';
import type { PersonStore, Unsent } from './person-store';
import { sealedStore } from './sealed-store';
import { createPersonMemory } from './unsent-memory';

/** Between two places of the persistent order, for what only this page holds. */
const memory_step = 1e-6;

/** Gives null if there is no such store, or if it has failed. */
type PersistentOrNull = <Value>(
  act: (store: PersonStore) => Promise<Value>,
) => Promise<Value | null>;

const createDraftFallback = (memory: PersonStore, persistentOrNull: PersistentOrNull) => {
  const memory_only = new Set<string>();
  const drafts = {
    /** False if a reload loses it. */
    async putDraft(about: string, value: unknown): Promise<boolean> {
      const put = (store: PersonStore) => store.putDraft(about, value).then(() => true);
      const isSaved = (await persistentOrNull(put)) ?? false;
      if (isSaved) memory_only.delete(about);
      else memory_only.add(about);
      await (isSaved ? memory.removeDraft(about) : memory.putDraft(about, value));
      return isSaved;
    },
    async removeDraft(about: string): Promise<void> {
      memory_only.delete(about);
      await memory.removeDraft(about);
      await persistentOrNull((store) => store.removeDraft(about));
    },
    async allDrafts(): Promise<[string, unknown][]> {
      const saved = (await persistentOrNull((store) => store.allDrafts())) ?? [];
      return [...saved, ...(await memory.allDrafts())];
    },
  };
  return {
    drafts,
    forgetDrafts: (): void => memory_only.clear(),
    /** Something that a reload would lose. */
    isDraftMemoryOnly: (): boolean => memory_only.size > 0,
    /** Beside what lies there: neither of two is lost. */
    async moveDraftsTo(store: PersonStore): Promise<void> {
      const known = new Map(await store.allDrafts());
      for (const [about, typed] of await memory.allDrafts()) {
        const here = known.get(about);
        const isOne = here === undefined || here === typed;
        await store.putDraft(about, isOne ? typed : `${here}\n${typed}`);
        memory_only.delete(about);
        await memory.removeDraft(about);
      }
    },
  };
};

const createRecordFallback = (
  memory: PersonStore,
  persistentOrNull: PersistentOrNull,
  isPersistent: () => boolean,
) => {
  const memory_only = new Set<string>();
  /** Where those are that began in the memory of this page. */
  const places = new Map<string, number>();
  let last_order = 0;
  /** The persistent order when the memory of this page was needed first. */
  let base = 0;
  const records = {
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
    async put({ id, value, ...known }: Unsent): Promise<boolean> {
      if (memory_only.has(id)) {
        const place = Math.round((known.order - base) / memory_step);
        return memory.putUnsent({ id, value, order: place });
      }
      const order = places.get(id) ?? known.order;
      return (await persistentOrNull((store) => store.putUnsent({ id, order, value }))) ?? true;
    },
    async remove(id: string): Promise<void> {
      memory_only.delete(id);
      await memory.removeUnsent(id);
      await persistentOrNull((store) => store.removeUnsent(id));
    },
    /** What can't be looked up now is there still, as far as anybody knows. */
    async has(id: string): Promise<boolean> {
      if (memory_only.has(id)) return true;
      return (await persistentOrNull((store) => store.hasUnsent(id))) ?? isPersistent();
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
  };
  return {
    records,
    forget: (): void => memory_only.clear(),
    /** Something that a reload would lose. */
    isMemoryOnly: (): boolean => memory_only.size > 0,
    /** Behind what lies there. @throws what it failed with; what is not moved stays where it is */
    async moveTo(store: PersonStore): Promise<void> {
      for (const { id, value } of await memory.allUnsent()) {
        places.set(id, await store.addUnsent(id, value));
        memory_only.delete(id);
        await memory.removeUnsent(id);
      }
    },
  };
};

/** After that one can write without the database. */
const open_within_ms = 3_000;

type Needs = Pick<Platform, 'openPersonStore' | 'clock' | 'engine'>;

/** Opens it once, and again until it is there. */
const createOpening = (
  { openPersonStore, clock, engine }: Needs,
  came: (store: PersonStore) => Promise<void>,
) => {
  let owner = 0;
  const open = async () => sealedStore(await openPersonStore(owner), engine);
  const takeLate = (opening: Promise<PersonStore>): void =>
    void opening.then(came).catch(again.later);
  const again = createBackOff(clock, () => takeLate(open()));
  return async (user_id: number): Promise<PersonStore | null> => {
    owner = user_id;
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const cancel = clock.after(open_within_ms, () => resolve(null));
    const opening = open();
    const store = await Promise.race([opening.catch(() => null), late]);
    cancel();
    if (store === null) takeLate(opening);
    return store;
  };
};

export const createUnsentStore = (needs: Needs) => {
  const memory = createPersonMemory();
  let persistent: PersonStore | null = null;
  let cameLate = () => {};
  /** While what is only here moves, nothing else is written. */
  let moved: Promise<unknown> = Promise.resolve();

  const persistentOrNull: PersistentOrNull = async (act) =>
    persistent === null ? null : act(persistent).catch(() => null);
  const { records, forget, isMemoryOnly, moveTo } = createRecordFallback(
    memory,
    persistentOrNull,
    () => persistent !== null,
  );
  const { drafts, forgetDrafts, isDraftMemoryOnly, moveDraftsTo } = createDraftFallback(
    memory,
    persistentOrNull,
  );
  const behindMove = <Args extends unknown[], Value>(act: (...args: Args) => Promise<Value>) => {
    return async (...args: Args): Promise<Value> => {
      await moved;
      return act(...args);
    };
  };
  const take = async (store: PersonStore): Promise<void> => {
    // What was being written when this began is there after the drafts.
    const moving = moveDraftsTo(store).then(() => moveTo(store));
    moved = moving.catch(() => {});
    await moving;
    persistent = store;
    cameLate();
  };
  const open = createOpening(needs, take);

  return {
    /** Before anything else, for the person who is signed in. */
    async open(user_id: number): Promise<void> {
      persistent = await open(user_id);
    },
    /** There was no database at first, and now what is here lies in it. */
    onLate(act: () => void): void {
      cameLate = act;
    },
    add: behindMove(records.add),
    put: behindMove(records.put),
    remove: behindMove(records.remove),
    has: behindMove(records.has),
    all: behindMove(records.all),
    putDraft: behindMove(drafts.putDraft),
    removeDraft: behindMove(drafts.removeDraft),
    allDrafts: behindMove(drafts.allDrafts),
    async clear(): Promise<void> {
      forget();
      forgetDrafts();
      await memory.clear();
      await persistentOrNull((store) => store.clear());
    },
    isMemoryOnly,
    isDraftMemoryOnly,
  };
};

export type UnsentStore = ReturnType<typeof createUnsentStore>;
