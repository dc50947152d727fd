// What a device keeps of one person, as transactions: one that reads, or one that writes all that
// belongs together. Written is what a transaction completed, and only the tab that leads writes what
// the server tells.

import { createChangeStore, createChangesCopy } from './change-store';
import type { Connection } from './connection';
import { ask, openConnection, StoreFault } from './connection';
import { createFileStore } from './file-store';
import type { BlockKey, Database, KeptChat, KeptMessage, Progress, TextBlock } from './schema';
import { ALL_STORES, STORES } from './schema';

/** What is written in one transaction. */
export interface Batch {
  puts?: KeptMessage[];
  /** Ids of messages, with the files that go with them. */
  drops?: number[];
  files?: string[];
  blocks?: TextBlock[];
  goneBlocks?: BlockKey[];
  chats?: KeptChat[];
  goneChats?: number[];
  progress?: Progress;
  /** The last word of the server (ms). */
  heard?: number;
  /** By name. */
  meta?: Record<string, unknown>;
}

/** Messages next to one, or the newest. */
interface Next {
  before?: number;
  after?: number;
  limit: number;
}

const TERM = 'term';
const TOLD = ['messages', 'chats', 'texts', 'files'] as const;
const far = Number.MAX_SAFE_INTEGER;

export const keyOfBlock = ({ friend_id, from, to, count }: TextBlock): BlockKey => [
  friend_id,
  from,
  to,
  count,
];

const put = (change: ReturnType<typeof begin>, batch: Batch): void => {
  const { puts = [], drops = [], files = [], blocks = [], goneBlocks = [] } = batch;
  const { chats = [], goneChats = [], progress, heard, meta = {} } = batch;
  const [messages, texts] = [change.objectStore('messages'), change.objectStore('texts')];
  const [rows, kept] = [change.objectStore('chats'), change.objectStore('files')];
  const about = change.objectStore('meta');
  for (const id of drops) ask(messages.delete(id));
  for (const each of puts) ask(messages.put(each));
  for (const key of goneBlocks) ask(texts.delete(key));
  for (const each of blocks) ask(texts.put(each));
  for (const id of files) ask(kept.delete(id));
  for (const id of goneChats) ask(rows.delete(id));
  for (const each of chats) ask(rows.put(each));
  if (progress) ask(about.put(progress, 'progress'));
  if (heard) ask(about.put(heard, 'heard'));
  for (const [name, value] of Object.entries(meta)) ask(about.put(value, name));
};

const begin = (database: Database) => database.transaction(STORES, 'readwrite');

const createWriteBatch = ({ run }: Connection) => ({
  /** From now on only this tab writes. */
  takeTerm: (): Promise<number> =>
    run(async (database) => {
      const change = database.transaction('meta', 'readwrite');
      const term = Number((await change.store.get(TERM)) ?? 0) + 1;
      await Promise.all([change.store.put(term, TERM), change.done]);
      return term;
    }),
  /** The one that was taken last. */
  term: async (): Promise<number> => Number(await run((database) => database.get('meta', TERM))),
  /**
   * False if another tab leads by now: nothing was written.
   * @throws QuotaExceededError; StoreFault missing if the browser emptied it meanwhile
   */
  write: (batch: Batch, term: number): Promise<boolean> =>
    run(async (database) => {
      const change = begin(database);
      const last = await change.objectStore('meta').get(TERM);
      const isMine = Number(last) === term;
      if (isMine) put(change, batch);
      // With a full quota the requests succeed, and then it aborts.
      await change.done;
      if (last === undefined) throw new StoreFault('missing');
      return isMine;
    }),
  /**
   * All that the server told: its data is another. What it does not know yet stays, and so does what no
   * server can make untrue: keys under their ids, whose device this is and how much it keeps.
   */
  clear: (): Promise<void> =>
    run(async (database) => {
      const change = begin(database);
      for (const name of TOLD) ask(change.objectStore(name).clear());
      ask(change.objectStore('meta').delete('progress'));
      await change.done;
    }),
  clearAll: (isChangesKept: boolean): Promise<void> =>
    run(async (database) => {
      const change = database.transaction(ALL_STORES, 'readwrite');
      for (const name of isChangesKept ? STORES : ALL_STORES) {
        ask(change.objectStore(name).clear());
      }
      await change.done;
    }),
});

const createReading = ({ run }: Connection) => ({
  meta: <Value>(name: string): Promise<Value | undefined> =>
    run((database) => database.get('meta', name)) as Promise<Value | undefined>,
  /** From whatever tab. */
  putMeta: (name: string, value: unknown): Promise<void> =>
    run(async (database) => void (await database.put('meta', value, name))),
  chat: (friend_id: number): Promise<KeptChat | undefined> =>
    run((database) => database.get('chats', friend_id)),
  chats: (): Promise<KeptChat[]> => run((database) => database.getAll('chats')),
  count: (): Promise<number> => run((database) => database.count('messages')),
  byIds: (ids: number[]): Promise<(KeptMessage | undefined)[]> =>
    run((database) => {
      const { store } = database.transaction('messages');
      return Promise.all(ids.map((id) => store.get(id)));
    }),
  /** The id under which a message is kept. */
  idsOfKeys: (keys: string[]): Promise<(number | undefined)[]> =>
    run((database) => {
      const index = database.transaction('messages').store.index('key');
      return Promise.all(keys.map((key) => index.getKey(key)));
    }),
  idsBetween: (friend_id: number, from: number, to: number): Promise<number[]> =>
    run((database) =>
      database.getAllKeysFromIndex(
        'messages',
        'of',
        IDBKeyRange.bound([friend_id, from], [friend_id, to]),
      ),
    ),
  /** Newest first, but the oldest first for `after`. */
  next: (friend_id: number, { before = far, after, limit }: Next): Promise<KeptMessage[]> =>
    run(async (database) => {
      const index = database.transaction('messages').store.index('of');
      const range =
        after === undefined
          ? IDBKeyRange.bound([friend_id, 0], [friend_id, before], false, true)
          : IDBKeyRange.bound([friend_id, after], [friend_id, far], true);
      if (after !== undefined) return index.getAll(range, limit);
      const found: KeptMessage[] = [];
      let cursor = await index.openCursor(range, 'prev');
      while (cursor && found.length < limit) {
        found.push(cursor.value);
        cursor = await cursor.continue();
      }
      return found;
    }),
  /** The oldest of all. */
  oldest: (limit: number): Promise<KeptMessage[]> =>
    run((database) => database.getAll('messages', null, limit)),
  /** The first id of that time (ms) or later, by a search in halves: ids rise with the time. */
  firstSince: (ms: number): Promise<number> =>
    run(async (database) => {
      const { store } = database.transaction('messages');
      const last = await store.openKeyCursor(null, 'prev');
      let [low, high] = [1, Number(last?.key ?? 0) + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const found = (await store.openCursor(IDBKeyRange.lowerBound(middle)))?.value;
        const isEarlier = found !== undefined && Date.parse(found.message.timestamp) < ms;
        if (isEarlier) low = found.id + 1;
        else high = middle;
      }
      return low;
    }),
  blockKeys: (): Promise<BlockKey[]> => run((database) => database.getAllKeys('texts')),
  blocks: (keys: BlockKey[]): Promise<(TextBlock | undefined)[]> =>
    run((database) => {
      const { store } = database.transaction('texts');
      return Promise.all(keys.map((key) => store.get(key)));
    }),
  /** A key id is what its key says: nobody can put another one under it. */
  keepPublicKey: (key_id: string, public_key: string): Promise<void> =>
    run(async (database) => void (await database.put('keys', { key_id, public_key }))),
  publicKey: (key_id: string): Promise<string | undefined> =>
    run(async (database) => (await database.get('keys', key_id))?.public_key),
});

/** @throws StoreFault */
export const openOfflineStore = async (name: string) => {
  const copy = createChangesCopy();
  const connection = await openConnection(name, copy.refill);
  return {
    wasRebuilt: connection.wasRebuilt,
    ...createReading(connection),
    ...createWriteBatch(connection),
    ...createChangeStore(connection, copy),
    ...createFileStore(connection),
    close: connection.close,
  };
};

export type OfflineStore = Awaited<ReturnType<typeof openOfflineStore>>;
