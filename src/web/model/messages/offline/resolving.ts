// Makes one transaction of the changes that came together: each is applied to what is kept, in order.
import type { Message } from '../../../../protocol/objects';
import type { Engine } from '../../../crypto/engine';
import type { KeptMessage } from '../../store/offline/schema';
import type { Batch, OfflineStore } from '../../store/offline/store';
import type { Coverage } from './coverage';
import { keptKeyOf, keptMessages } from './message-records';
import type { Operation, OperationOf } from './operations';
import type { TextBlocks, TextChange } from './text-blocks';

const read_step_messages = 200;

interface Needs {
  store: OfflineStore;
  engine: Engine;
  texts: TextBlocks;
  coverage: Pick<Coverage, 'set'>;
}

interface Written {
  friend_id: number;
  message: Message;
  /** As it lies there, with what is sealed beside it. */
  kept?: KeptMessage;
}

type IsMeant = (message: Message) => boolean;

/** What a batch comes to: each message as it will be, or null if it goes. */
const createDrafting = ({ store }: Needs) => {
  const written = new Map<number, Written | null>();
  const texts = new Map<number, TextChange>();
  /** The keys of this batch, and those that the store has, by id. */
  const idOf = new Map<string, number>();
  /** Those that were not kept before. */
  const unknown: OperationOf<'put'>[] = [];

  const drop = (friend_id: number, id: number): void => {
    written.set(id, null);
    texts.set(id, { friend_id, id, text: null });
  };
  const keptNow = async (ids: number[]): Promise<Written[]> => {
    const stored = await store.byIds(ids.filter((id) => !written.has(id)));
    const here = ids.map((id) => written.get(id)).filter((each) => each != null);
    const kept = stored
      .filter((each) => each !== undefined)
      .map((each) => ({ friend_id: each.friend_id, message: each.message, kept: each }));
    return [...here, ...kept];
  };
  const mark = (all: Written[], isMeant: IsMeant, change: Partial<Message>): number => {
    const meant = all.filter(({ message }) => isMeant(message));
    for (const each of meant) {
      written.set(each.message.id, { ...each, message: { ...each.message, ...change } });
    }
    return meant.length;
  };
  return {
    written,
    texts,
    unknown,
    drop,
    keptNow,
    mark,
    async know(messages: Message[]): Promise<void> {
      const keys = messages.map(keptKeyOf);
      const ids = await store.idsOfKeys(keys);
      for (const [at, key] of keys.entries()) {
        const id = ids[at];
        if (id !== undefined) idOf.set(key, id);
      }
    },
    put(operation: OperationOf<'put'>): void {
      const { friend_id, message, text, isPlaced = false } = operation;
      const { id } = message;
      const key = keptKeyOf(message);
      const first = idOf.get(key);
      if (first === undefined) unknown.push(operation);
      // One message for ever: a second id for it changes nothing, if it is not known to stand there.
      if (first !== undefined && first !== id && written.get(first) !== null) {
        if (!isPlaced) return;
        drop(friend_id, first);
      }
      idOf.set(key, id);
      written.set(id, { friend_id, message });
      if (text !== undefined) texts.set(id, { friend_id, id, text });
    },
  };
};

type Drafting = ReturnType<typeof createDrafting>;

/** Marks what is read, from the newest back, as far as anything changes. */
const markRead = async (
  { store }: Needs,
  { keptNow, mark, written }: Drafting,
  { friend_id, reader_id, up_to = 0, message_ids = [], read_at }: OperationOf<'read'>,
): Promise<void> => {
  const isTheirs = friend_id === reader_id;
  const isMeant = (message: Message) =>
    !message.is_read && (message.sender_id === friend_id) !== isTheirs;
  const change = { is_read: true, read_at };
  mark(await keptNow(message_ids), isMeant, change);
  const here = [...written.values()].filter((each) => each?.friend_id === friend_id);
  const isUpTo = (message: Message) => isMeant(message) && message.id <= up_to;
  mark(here as Written[], isUpTo, change);
  for (let before = up_to + 1; before > 1; ) {
    const step = await store.next(friend_id, { before, limit: read_step_messages });
    const ids = step.map(({ id }) => id);
    const count = mark(await keptNow(ids), isUpTo, change);
    if (count === 0 || step.length < read_step_messages) return;
    before = ids.at(-1) ?? 0;
  }
};

const apply = async (needs: Needs, drafting: Drafting, operation: Operation): Promise<void> => {
  const { drop, put, keptNow, mark, written } = drafting;
  switch (operation.type) {
    case 'put':
      return put(operation);
    case 'drop':
      return drop(operation.friend_id, operation.id);
    case 'range': {
      const { friend_id, from, to, ids } = operation;
      const here = [...written].filter(([, each]) => each?.friend_id === friend_id);
      const stored = to < from ? [] : await needs.store.idsBetween(friend_id, from, to);
      for (const id of [...stored, ...here.map(([each]) => each)]) {
        if (id >= from && id <= to && !ids.has(id)) drop(friend_id, id);
      }
      return undefined;
    }
    case 'read':
      return markRead(needs, drafting, operation);
    case 'reacted': {
      const { id, reactions } = operation;
      mark(await keptNow([id]), () => true, { reactions });
    }
  }
};

/**
 * Where nothing was missing something came that lay before what is kept: the server had left it out, and
 * perhaps more. @returns the newest that is kept, by conversation
 */
const holesIn = async (
  { store }: Needs,
  unknown: OperationOf<'put'>[],
): Promise<Map<number, number>> => {
  const holes = new Map<number, number>();
  for (const { friend_id, message, walked = null } of unknown) {
    if (walked === null || message.id < walked || holes.has(friend_id)) continue;
    const [newest] = await store.next(friend_id, { limit: 1 });
    if (newest && message.id < newest.id) holes.set(friend_id, newest.id);
  }
  return holes;
};

export const resolve = async (needs: Needs, operations: Operation[]): Promise<Batch> => {
  const { store, engine, texts, coverage } = needs;
  const drafting = createDrafting(needs);
  await drafting.know(operations.flatMap((each) => (each.type === 'put' ? [each.message] : [])));
  for (const operation of operations) await apply(needs, drafting, operation);
  // It is walked through again from there.
  for (const [friend_id, newest] of await holesIn(needs, drafting.unknown)) {
    coverage.set(friend_id, newest);
  }

  const all = [...drafting.written];
  const fresh = all.map(([, each]) => each).filter((each) => each !== null);
  const untouched = fresh.flatMap(({ kept, message }) => (kept ? [{ ...kept, message }] : []));
  const made = await keptMessages(
    engine,
    fresh.filter(({ kept }) => kept === undefined),
  );
  const drops = all.filter(([, each]) => each === null).map(([id]) => id);
  const gone = await store.byIds(drops);
  const files = gone.flatMap((each) => fileIdOf(each));
  return {
    puts: [...untouched, ...made],
    drops,
    files,
    ...(await texts.change([...drafting.texts.values()])),
  };
};

const fileIdOf = (kept: KeptMessage | undefined): string[] =>
  kept?.file_id === undefined ? [] : [kept.file_id];
