// What is kept on this device, read as the server would give it.
import type { Friend } from '../../../../protocol/objects';
import type { Engine } from '../../../crypto/engine';
import type { HistoryAnswer } from '../../net/answers';
import type { Offline } from '../../store/offline/offline';
import type { KeptChat, KeptMessage } from '../../store/offline/schema';
import type { OfflineStore } from '../../store/offline/store';
import type { Listing } from '../summaries';
import { messagesOfKept } from './message-records';
import { readRows } from './rows';

interface Cursor {
  before?: number;
  after?: number;
}

interface KeptList {
  friends: Friend[];
  listed: Listing;
}

/** More are not read only to count them. */
const far_messages_max = 5_000;

/** A failure of the store is no failure of the client: there is nothing, then. */
const soft = async <Value>(act: () => Promise<Value | null>): Promise<Value | null> => {
  try {
    return await act();
  } catch {
    return null;
  }
};

/** Only what lies behind each other without a gap. */
const partOf = async (
  store: OfflineStore,
  friend_id: number,
  cursor: Cursor,
  limit: number,
): Promise<{ part: KeptMessage[]; isMore: boolean } | null> => {
  const { walked = null } = (await store.chat(friend_id)) ?? {};
  if (walked === null) return null;
  const found = await store.next(friend_id, { ...cursor, limit: limit + 1 });
  const whole = found.filter(({ id }) => id >= walked);
  const part = whole.slice(0, limit);
  const isOlder = cursor.after === undefined && walked > 0;
  return { part, isMore: whole.length > limit || isOlder };
};

const listOf = async (engine: Engine, store: OfflineStore): Promise<KeptList> => {
  const rows = (await readRows(engine, await store.chats())).map(({ row }) => row);
  const newest = await Promise.all(
    rows.map(async ({ friend }) => (await store.next(friend.id, { limit: 1 }))[0]),
  );
  const kept = newest.filter((each) => each !== undefined);
  const messages = new Map(
    (await messagesOfKept(engine, kept)).map((message) => [message.id, message]),
  );
  return {
    friends: rows
      .filter(({ isFriend }) => isFriend)
      .map(({ friend, muted_until = null }) => ({ ...friend, muted_until })),
    listed: rows.flatMap(({ friend, unread, counted_to, muted_until = null }, at) => {
      const last_message = messages.get(newest[at]?.id ?? 0);
      if (last_message === undefined) return [];
      const {
        pinned = false,
        archived = false,
        unread: marked = false,
        expires_in = null,
      } = friend;
      const settings = { muted_until, pinned, archived, unread: marked, expires_in };
      return [{ friend, last_message, unread_count: unread, counted_to, ...settings }];
    }),
  };
};

/** The first message of a day or after it, as far as that is kept. */
interface KeptDay {
  /** Null if what is kept begins later. */
  id: number | null;
  /** When it begins (ms). */
  since_ms: number;
}

const firstSince = async (
  store: OfflineStore,
  friend_id: number,
  day_ms: number,
): Promise<KeptDay | null> => {
  const { walked = null } = (await store.chat(friend_id)) ?? {};
  if (walked === null) return null;
  const [[first], [newest]] = await Promise.all([
    store.next(friend_id, { after: walked - 1, limit: 1 }),
    store.next(friend_id, { limit: 1 }),
  ]);
  if (first === undefined || newest === undefined) return null;
  const since_ms = Date.parse(first.message.timestamp);
  if (walked > 0 && day_ms < since_ms) return { id: null, since_ms };
  const after = Math.max(walked, await store.firstSince(day_ms)) - 1;
  const [found = newest] = await store.next(friend_id, { after, limit: 1 });
  return { id: found.id, since_ms };
};

/** Nothing is missing since then (ms); null if nothing is missing at all. */
export interface BackTo {
  since_ms: number | null;
}

/** Null before anything is known of it. */
const backTo = async (store: OfflineStore, friend_id: number | null): Promise<BackTo | null> => {
  const chats = (await store.chats()).filter(
    (chat) => friend_id === null || chat.friend_id === friend_id,
  );
  if (chats.length === 0) return null;
  const firstOf = async ({ friend_id: id, walked }: KeptChat): Promise<number[]> => {
    if (walked === 0) return [];
    const from = walked === null ? {} : { after: walked - 1 };
    const [first] = await store.next(id, { ...from, limit: 1 });
    // Of somebody one never talked with nothing can be missing.
    if (first === undefined && walked === null) return [];
    // All of it went, because newer messages of others took its place.
    const [beside] = first ? [first] : await store.oldest(1);
    return [beside ? Date.parse(beside.message.timestamp) : Number.POSITIVE_INFINITY];
  };
  const times = (await Promise.all(chats.map(firstOf))).flat();
  return { since_ms: times.length > 0 ? Math.max(...times) : null };
};

interface Needs {
  engine: Engine;
  offline: Offline;
  /** What came a moment ago is written by then, as far as this tab writes. */
  written: () => Promise<void>;
}

export const createOfflineReader = ({ engine, offline, written }: Needs) => {
  /** Null if nothing is kept. */
  const ofStore = <Value>(read: (store: OfflineStore) => Promise<Value | null>) =>
    soft(async () => {
      await written();
      const store = offline.store();
      return store && read(store);
    });
  const page = async (
    store: OfflineStore,
    friend_id: number,
    cursor: Cursor,
    limit: number,
  ): Promise<HistoryAnswer | null> => {
    const found = await partOf(store, friend_id, cursor, limit);
    // Behind the newest nothing follows, and that is known.
    const isEnd = cursor.after !== undefined;
    if (found === null || (found.part.length === 0 && !isEnd)) return null;
    const { part, isMore } = found;
    const far = part.at(-1)?.id ?? null;
    const messages = await messagesOfKept(engine, part);
    const size = { page: 1, limit, total: part.length, pages: 1 };
    if (cursor.after === undefined) {
      return { messages, pagination: { ...size, next_before: isMore ? far : null } };
    }
    const pagination = {
      ...size,
      next_before: part[0]?.id ?? null,
      next_after: isMore ? far : null,
    };
    return { messages: messages.reverse(), pagination };
  };

  return {
    /** Null if nothing of it is kept. */
    page: (friend_id: number, cursor: Cursor, limit: number): Promise<HistoryAnswer | null> =>
      ofStore((store) => page(store, friend_id, cursor, limit)),
    /** The id of the message that is so many back from the newest; null if it is not kept. */
    at: (friend_id: number, count: number): Promise<number | null> =>
      ofStore(async (store) => {
        if (count > far_messages_max) return null;
        const found = await partOf(store, friend_id, {}, count);
        return found?.part[count - 1]?.id ?? null;
      }),
    /** Null if nothing of it is kept. */
    firstSince: (friend_id: number, day_ms: number): Promise<KeptDay | null> =>
      ofStore((store) => firstSince(store, friend_id, day_ms)),
    /** What is kept of one or of all reaches so far back. */
    backTo: (friend_id: number | null): Promise<BackTo | null> =>
      soft(async () => {
        const store = offline.store();
        return store && backTo(store, friend_id);
      }),
    /** The list of conversations; null if nothing is kept. */
    list: (): Promise<KeptList | null> => ofStore((store) => listOf(engine, store)),
  };
};

export type OfflineReader = ReturnType<typeof createOfflineReader>;
