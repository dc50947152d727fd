// Looks through the texts, the newest first, until there is enough, and gives way to whoever works.
import type { Kind } from '../messages/offline/findable';
import type { Clock } from '../platform';
import type { OfflineStore } from '../store/offline/store';
import { dayOf } from './days';
import type { Chosen, OpenedBlocks } from './opened-blocks';
import { Replaced } from './opened-blocks';
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

/** Looks through the blocks; yields one that is to be opened first, or after which others may work. */
function* walk(
  { keys, textsOf }: Chosen,
  day: [from: number, to: number] | null,
  { query, most, down_to }: Wanted,
): Generator<number, Collected> {
  const words = wordsOf(day ? '' : query.text, query.kinds);
  const found: Collected = { hits: [], hasMore: false, words, unread_to: null };
  const ends = keys.map(([, , to]) => ({ to }));
  let since = performance.now();
  for (const step of scan(ends, textsOf, words)) {
    if ('at' in step) {
      if (textsOf(step.at) === null || performance.now() - since > slice_ms) {
        yield step.at;
        since = performance.now();
      }
      // What does not open is not searched.
      if (textsOf(step.at) === null) found.unread_to ??= keys[step.at]?.[2] ?? 0;
      continue;
    }
    if (day && step.id < day[0]) break;
    if (day && step.id > day[1]) continue;
    found.hasMore = found.hits.length >= most && step.id < down_to;
    if (found.hasMore) break;
    found.hits.push(step);
  }
  return found;
}

export const createCollecting = (blocks: OpenedBlocks, clock: Clock) => {
  const pause = () => new Promise<void>((resolve) => void clock.after(0, resolve));

  const once = async (store: OfflineStore, wanted: Wanted): Promise<Collected | null> => {
    const { text, friend_id } = wanted.query;
    const chosen = blocks.here(friend_id) ?? (await blocks.of(store, friend_id));
    const steps = walk(chosen, await idsOfDay(store, text, clock.now()), wanted);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      const isOpen = chosen.textsOf(step.value) !== null;
      await (isOpen ? pause() : chosen.open(store, step.value));
      if (wanted.isCancelled()) return null;
    }
  };

  return {
    /** In the step in which it is asked for; null if something is to be read or opened first. */
    atOnce(wanted: Wanted): Collected | null {
      const chosen = blocks.here(wanted.query.friend_id);
      if (chosen === undefined || dayOf(wanted.query.text, clock.now()) !== null) return null;
      const step = walk(chosen, null, wanted).next();
      return step.done ? step.value : null;
    },
    /** Null if it was cancelled meanwhile. */
    async collect(store: OfflineStore, wanted: Wanted): Promise<Collected | null> {
      for (let left = tries_max; ; left -= 1) {
        try {
          return await once(store, wanted);
        } catch (error) {
          if (!(error instanceof Replaced) || left === 0) throw error;
        }
      }
    },
  };
};
