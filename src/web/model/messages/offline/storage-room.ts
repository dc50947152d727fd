// The room on this device: not more messages than were asked for, and if the browser gives no more,
// files go first, then old messages, never what a person wrote.
import { signal } from '@preact/signals';
import { readonly } from '../../readonly';
import type { Offline } from '../../store/offline/offline';
import type { Batch, OfflineStore } from '../../store/offline/store';
import type { Coverage } from './coverage';
import type { Operation } from './operations';

const kept_messages_default = 100_000;
const MOST = 'most';
/** So many go at once when there are too many. */
const step_messages = 1_000;
const tries_max = 5;

interface Needs {
  offline: Offline;
  coverage: Coverage;
}

interface Written {
  store: OfflineStore;
  term: number;
}

const isFull = (error: unknown): boolean =>
  (error as Error | undefined)?.name === 'QuotaExceededError';

/** Files go, and it is said once. */
const createMakingRoom = (offline: Offline) => {
  let isTold = false;
  return async (store: OfflineStore): Promise<void> => {
    if (!isTold) offline.tell('full');
    isTold = true;
    await store.clearFiles();
  };
};

/** From now on this tab writes; without room under the term before, so that old messages can go. */
const createTaking =
  (makeRoom: (store: OfflineStore) => Promise<void>) =>
  async (store: OfflineStore): Promise<number> => {
    try {
      return await store.takeTerm();
    } catch (error) {
      if (!isFull(error)) throw error;
      await makeRoom(store);
      return store.takeTerm().catch(store.term);
    }
  };

export const createStorageRoom = ({ offline, coverage }: Needs) => {
  let count = 0;
  /** As it was asked for, and as much as there was room for. */
  const most = signal(kept_messages_default);
  let room = Number.POSITIVE_INFINITY;
  const makeRoom = createMakingRoom(offline);
  const limit = (): number => Math.min(most.value, room);
  const readMost = async (store: OfflineStore): Promise<void> => {
    most.value = (await store.meta<number>(MOST)) ?? kept_messages_default;
  };

  /** The oldest of all; what is left of each conversation begins after them. */
  const oldest = async (store: OfflineStore, limit: number): Promise<Operation[]> => {
    const gone = await store.oldest(limit);
    for (const { friend_id, id } of gone) coverage.lost(friend_id, id);
    return gone.map(({ friend_id, id }): Operation => ({ type: 'drop', friend_id, id }));
  };

  /** `shrink` makes what removes messages from everywhere. @throws what the transaction failed with */
  const write = async (
    { store, term }: Written,
    batch: Batch,
    shrink: (operations: Operation[]) => Promise<Batch>,
    tries = tries_max,
  ): Promise<boolean> => {
    try {
      return await store.write(batch, term);
    } catch (error) {
      if (!isFull(error) || tries === 0) throw error;
      await makeRoom(store);
      if (tries === tries_max) return write({ store, term }, batch, shrink, tries - 1);
      const less = await shrink(await oldest(store, step_messages));
      await store.write(less, term);
      room = await store.count();
      // How far back each conversation still reaches stands, whatever the batch said before.
      const chats = [...(batch.chats ?? []), ...(less.chats ?? [])];
      return write({ store, term }, { ...batch, chats }, shrink, tries - 1);
    }
  };

  return {
    write,
    takeTerm: createTaking(makeRoom),
    async count(store: OfflineStore): Promise<void> {
      await readMost(store);
      count = await store.count();
    },
    /** How many messages are kept at most. */
    most: readonly(most),
    /** What is too many goes with the next ones that come, in whatever tab writes. */
    async setMost(next: number): Promise<void> {
      most.value = next;
      await offline.store()?.putMeta(MOST, next);
    },
    /** There is room for more old messages. */
    hasRoom: (): boolean => count < limit(),
    /** What is to go, for there are too many. */
    async excess(store: OfflineStore): Promise<Operation[]> {
      await readMost(store);
      count = await store.count();
      const more = count - limit();
      return more > 0 ? oldest(store, Math.min(more, step_messages)) : [];
    },
  };
};

export type StorageRoom = ReturnType<typeof createStorageRoom>;
