// Writes what came since the last time, in one transaction: messages, rows of the list, texts for the
// search, and how far this device is.
import type { Engine } from '../../../crypto/engine';
import { createSerialQueue } from '../../../serial-queue';
import type { People } from '../../people/people';
import type { Clock } from '../../platform';
import type { Offline } from '../../store/offline/offline';
import type { BlockKey, Progress } from '../../store/offline/schema';
import type { Batch, OfflineStore } from '../../store/offline/store';
import { keyOfBlock } from '../../store/offline/store';
import type { Conversations } from '../conversations';
import type { Arrangements } from '../own-view/arrangements';
import type { Silences } from '../own-view/silences';
import type { Coverage } from './coverage';
import { heldBy } from './coverage';
import type { Operation } from './operations';
import { resolve } from './resolving';
import type { Rows } from './rows';
import { createRows } from './rows';
import type { StorageRoom } from './storage-room';
import { createStoredCursor } from './stored-cursor';
import type { TextBlocks } from './text-blocks';
import { createTextBlocks } from './text-blocks';

export interface WriteBatchNeeds {
  arrangements: Pick<Arrangements, 'of'>;
  engine: Engine;
  clock: Clock;
  conversations: Conversations;
  coverage: Coverage;
  offline: Offline;
  people: People;
  silences: Silences;
  room: StorageRoom;
}

/** What the leading tab holds. */
interface Lead {
  store: OfflineStore;
  term: number;
  texts: TextBlocks;
}

/** Of all that is to be written: messages, values by name, and whether all begins again. */
const createQueue = () => {
  const empty = () => ({
    operations: [] as Operation[],
    meta: {} as Record<string, unknown>,
    isAnew: false,
  });
  let queue = empty();
  const meta: Record<string, unknown> = {};
  return {
    add: (...more: Operation[]): void => void queue.operations.push(...more),
    addMeta(name: string, value: unknown): void {
      meta[name] = value;
      queue.meta[name] = value;
    },
    /** After a failure: messages are read again, values are only known here. */
    again(): void {
      queue = { ...empty(), meta: { ...meta } };
    },
    /** The server's data is another: nothing of what is kept counts. */
    anew(): void {
      queue = { ...empty(), isAnew: true, meta: queue.meta };
    },
    take() {
      const taken = queue;
      queue = empty();
      return taken;
    },
  };
};

/** All of a conversation that is in no list any more. */
const allOf = (friend_id: number): Operation => ({
  type: 'range',
  friend_id,
  from: 1,
  to: Number.MAX_SAFE_INTEGER,
  ids: new Set(),
});

type Queue = ReturnType<typeof createQueue>;

const createTransaction = (needs: WriteBatchNeeds, queue: Queue, rows: Rows) => {
  const { coverage, engine, offline, room } = needs;
  /** False if another tab leads by now. @throws what the transaction failed with */
  return async ({ store, term, texts }: Lead, state: Batch): Promise<boolean> => {
    const { operations, isAnew, meta } = queue.take();
    // What joins from here on comes with the next batch, and is written with it.
    const walked = coverage.all.value;
    if (isAnew) {
      await store.clear();
      texts.forget();
      rows.forget();
      offline.writes.wrote(null);
    }
    const { chats, goneChats } = await rows.changed(walked);
    // If they come back, nothing of them is here.
    for (const friend_id of goneChats) coverage.set(friend_id, null);
    const changedBlocks: BlockKey[] = [];
    const resolved = async (changes: Operation[]): Promise<Batch> => {
      const made = await resolve({ store, engine, texts, coverage }, changes);
      changedBlocks.push(...(made.goneBlocks ?? []), ...(made.blocks ?? []).map(keyOfBlock));
      // Where texts were lost, or messages had to go, less is whole than before.
      const { chats } = await rows.changed(heldBy(walked, coverage.all.value));
      return { ...made, chats };
    };
    const made = await resolved([...operations, ...goneChats.map(allOf)]);
    const both = [...chats, ...(made.chats ?? [])];
    const batch: Batch = { ...made, ...state, chats: both, goneChats, meta };
    const isWritten = await room.write({ store, term }, batch, resolved);
    if (isWritten && batch.puts?.length) queue.add(...(await room.excess(store)));
    if (isWritten) offline.writes.wrote(changedBlocks);
    return isWritten;
  };
};

export const createWriteBatch = (needs: WriteBatchNeeds) => {
  const { engine, offline, coverage, room } = needs;
  const queue = createQueue();
  const rows = createRows(needs);
  const progress = createStoredCursor();
  const transact = createTransaction(needs, queue, rows);
  let lead: Lead | null = null;
  const inOrder = createSerialQueue();
  let heard: number | undefined;
  let failed = () => {};

  const write = async (): Promise<void> => {
    if (lead === null) return;
    const far = progress.now();
    const state = { ...(far ? { progress: far } : {}), ...(heard ? { heard } : {}) };
    // If another tab leads, or nothing can be written, what is kept stays as it was.
    const isWritten = await transact(lead, state).catch(() => undefined);
    if (!isWritten) lead = null;
    if (isWritten === undefined) failed();
  };

  const flush = (): Promise<void> => inOrder(write);
  offline.writes.listen('lost', (key) => {
    void inOrder(() => lead?.texts.lose(key));
    void flush();
  });

  return {
    ...queue,
    progress,
    isWriting: (): boolean => lead !== null,
    heardNow(): void {
      heard = needs.clock.now();
    },
    flush,
    /** Nothing is written any more until it begins again. */
    onFailure(act: () => void): void {
      failed = act;
    },
    /** This tab writes from now on, beginning with what lies there. @throws what it failed with */
    async begin(store: OfflineStore): Promise<void> {
      const term = await room.takeTerm(store);
      queue.again();
      rows.forget();
      const { lost } = coverage;
      const texts = createTextBlocks({ store, engine, keys: await store.blockKeys(), lost });
      const chats = await store.chats();
      rows.knows(chats.map(({ friend_id }) => friend_id));
      await room.count(store);
      const known = await store.meta<Progress>('progress');
      if (known) progress.begin(known);
      // In the step in which it begins: what came until then was written by nobody.
      coverage.replace(Object.fromEntries(chats.map((chat) => [chat.friend_id, chat.walked])));
      if (offline.store() === store) lead = { store, term, texts };
    },
    end(): void {
      lead = null;
    },
  };
};

export type WriteBatch = ReturnType<typeof createWriteBatch>;
