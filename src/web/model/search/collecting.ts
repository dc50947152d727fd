// Looks through the texts, the newest first, until there is enough, and gives way to whoever works.
import type { Kind } from '../messages/offline/findable';
import type { Clock } from '../platform';
import type { BlockKey } from '../store/offline/schema';
import type { OfflineStore } from '../store/offline/store';
import type { Blocks } from './blocks';
import { Replaced } from './blocks';
import { dayOf } from './days';
import type { Hit } from './scan';
import { scan } from './scan';
import { wordsOf } from './words';

export interface Query {
  text: string;
  kinds: Kind[];
  /** Null: in all conversations. */
  friend_id: number | null;
}

const slice_ms = 10;
/** Blocks are written twice a second at most, and opened faster than that. */
const tries_max = 10;

/** The ids of a day's messages. */
const idsOfDay = async (
  store: OfflineStore,
  text: string,
  now_ms: number,
): Promise<[from: number, to: number] | null> => {
  const day = dayOf(text, now_ms);
  if (day === null) return null;
  return [await store.firstSince(day.from_ms), (await store.firstSince(day.to_ms)) - 1];
};

export interface Collected {
  hits: Hit[];
  hasMore: boolean;
  /** The words that each of them has. */
  words: string[];
  /** The newest message of what did not open; null if all did. */
  unread_to: number | null;
}

interface Wanted {
  query: Query;
  /** So many, and beyond that those down to this message. */
  most: number;
  down_to: number;
  isCancelled: () => boolean;
}

export const createCollecting = (blocks: Blocks, clock: Clock) => {
  const pause = () => new Promise<void>((resolve) => void clock.after(0, resolve));

  /** Opens one block after the other, and lets others work in between. */
  const createOpening = (keys: BlockKey[], open: Awaited<ReturnType<Blocks['of']>>['open']) => {
    let since = performance.now();
    let unread_to: number | null = null;
    return {
      unreadTo: () => unread_to,
      async open(at: number) {
        if (performance.now() - since > slice_ms) {
          await pause();
          since = performance.now();
        }
        const texts = await open(at);
        if (texts === null) unread_to = Math.max(unread_to ?? 0, keys[at]?.[2] ?? 0);
        return texts;
      },
    };
  };

  const once = async (store: OfflineStore, wanted: Wanted): Promise<Collected | null> => {
    const { query, most, down_to, isCancelled } = wanted;
    const { text, kinds, friend_id } = query;
    const { keys, open } = await blocks.of(store, friend_id);
    const day = await idsOfDay(store, text, clock.now());
    const words = wordsOf(day ? '' : text, kinds);
    const hits: Hit[] = [];
    let hasMore = false;
    const opening = createOpening(keys, open);
    const ends = keys.map(([, , to]) => ({ to }));
    for await (const hit of scan(ends, opening.open, words)) {
      if (isCancelled()) return null;
      if (day && hit.id < day[0]) break;
      if (day && hit.id > day[1]) continue;
      hasMore = hits.length >= most && hit.id < down_to;
      if (hasMore) break;
      hits.push(hit);
    }
    return isCancelled() ? null : { hits, hasMore, words, unread_to: opening.unreadTo() };
  };

  /** Null if it was cancelled meanwhile. */
  return async (store: OfflineStore, wanted: Wanted): Promise<Collected | null> => {
    for (let left = tries_max; ; left -= 1) {
      try {
        return await once(store, wanted);
      } catch (error) {
        if (!(error instanceof Replaced) || left === 0) throw error;
      }
    }
  };
};
