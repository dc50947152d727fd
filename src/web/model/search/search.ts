// Search over everything that a person can read, on the device: as one types, in one conversation or
// in all, among the texts that this device keeps. What comes meanwhile is found too.
import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';
import type { Engine } from '../../crypto/engine';
import type { Decrypter } from '../messages/decrypter';
import type { PendingChanges } from '../messages/offline/pending-changes';
import type { BackTo, OfflineReader } from '../messages/offline/reader';
import type { MessageTable } from '../messages/table';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { Offline } from '../store/offline/offline';
import type { OfflineStore } from '../store/offline/store';
import type { Collected, Query } from './collecting';
import { createCollecting } from './collecting';
import type { OpenedBlocks } from './opened-blocks';
import { createOpenedBlocks } from './opened-blocks';
import type { OwnWords } from './own-words';
import { createOwnWords } from './own-words';
import type { Found } from './showing';
import { createShowing } from './showing';

export type { Found } from './showing';

const NOTHING: Query = { text: '', kinds: [], friend_id: null };

/** As many as are shown at once; more with each press. */
const found_at_once = 50;
/** Shown before the others are opened. */
const shown_first = 6;
/** What was written meanwhile is looked for so late at most. */
const follow_every_ms = 300;
/** Nobody searches any more: what was opened is forgotten. */
const forget_after_ms = 60_000;

interface Needs {
  clock: Clock;
  engine: Engine;
  offlineReader: Pick<OfflineReader, 'backTo'>;
  offline: Pick<Offline, 'store' | 'writes'>;
  decrypter: Decrypter;
  pendingChanges: Pick<PendingChanges, 'edits'>;
  table: MessageTable;
  userId: () => number;
}

interface How {
  asked: Query;
  isFollowing: boolean;
  isCancelled: () => boolean;
}

const isEmpty = ({ text, kinds }: Query) => text.trim() === '' && kinds.length === 0;

/** What was found last, kept true while messages change. */
const createShown = (
  needs: Needs,
  { withEdits, withOwn }: OwnWords,
  query: ReadonlySignal<Query>,
) => {
  const { show, now, forget } = createShowing(needs);
  const last = signal<{ all: Found[]; words: string[] }>({ all: [], words: [] });
  return {
    forget,
    found: computed(() => {
      const found = now(last.value.all, last.value.words);
      return isEmpty(query.value) || needs.offline.store() === null
        ? []
        : withOwn(query.value, found);
    }),
    /** The oldest of them; none is as new as all that come. */
    oldest: (): number => last.value.all.at(-1)?.item.id ?? Number.POSITIVE_INFINITY,
    clear(): void {
      last.value = { all: [], words: [] };
    },
    /** The first ones at once; of what is there already nothing goes for a moment. */
    async show(
      store: OfflineStore,
      { words, ...collected }: Collected,
      { asked, isFollowing, isCancelled }: How,
    ): Promise<void> {
      const hits = withEdits(asked, collected.hits);
      const first = isFollowing ? [] : await show(store, hits.slice(0, shown_first));
      if (isCancelled()) return;
      if (!isFollowing) last.value = { all: first, words };
      const others = await show(store, hits.slice(isFollowing ? 0 : shown_first));
      if (!isCancelled()) last.value = { all: [...first, ...others], words };
    },
  };
};

/** How far back all texts are here, of those that opened. */
const reachOf = async (
  store: OfflineStore,
  known: BackTo | null,
  unread_to: number | null,
): Promise<BackTo | null> => {
  if (known === null || unread_to === null) return known;
  const [message] = await store.byIds([unread_to]);
  const unread_ms = Date.parse(message?.message.timestamp ?? '');
  return Number.isNaN(unread_ms) ? null : { since_ms: Math.max(known.since_ms ?? 0, unread_ms) };
};

const createLooking = (needs: Needs, blocks: OpenedBlocks, query: ReadonlySignal<Query>) => {
  const { clock, offlineReader } = needs;
  const { atOnce, collect } = createCollecting(blocks, clock);
  const shown = createShown(needs, createOwnWords(needs), query);
  const hasMore = signal(false);
  const reach = signal<BackTo | null>(null);
  return {
    forget: shown.forget,
    found: shown.found,
    hasMore: readonly(hasMore),
    reach: readonly(reach),
    unknownReach(): void {
      reach.value = null;
    },
    clear(): void {
      shown.clear();
      hasMore.value = false;
      reach.value = null;
    },
    async look(store: OfflineStore, most: number, how: How): Promise<void> {
      const { asked, isCancelled } = how;
      const before = blocks.writes();
      // Nothing that a reader has come down to goes because something newer came.
      const down_to = how.isFollowing ? shown.oldest() : Number.POSITIVE_INFINITY;
      const wanted = { query: asked, most, down_to, isCancelled };
      const collected = atOnce(wanted) ?? (await collect(store, wanted));
      if (collected === null) return;
      await shown.show(store, collected, how);
      const far = await offlineReader.backTo(asked.friend_id);
      const next = await reachOf(store, far, collected.unread_to);
      if (isCancelled()) return;
      hasMore.value = collected.hasMore;
      // What was written meanwhile was not looked through yet, and is in a moment.
      if (before === blocks.writes()) reach.value = next;
    },
  };
};

/** Often asked for, done now and then. */
const createFollowing = (clock: Clock, act: () => Promise<void>) => {
  let isDue = false;
  return (): void => {
    if (isDue) return;
    isDue = true;
    clock.after(follow_every_ms, () => {
      isDue = false;
      void act().catch(() => {});
    });
  };
};

export const createSearch = (needs: Needs) => {
  const { clock, engine, offline } = needs;
  const query = signal<Query>(NOTHING);
  const isAtWork = signal(false);
  const blocks = createOpenedBlocks(engine, (key) => offline.writes.lost(key));
  const { look, clear, forget, unknownReach, ...shown } = createLooking(needs, blocks, query);
  let turn = 0;
  let most = found_at_once;
  let cancelForget = () => {};
  let running: Promise<void> = Promise.resolve();

  const run = (asked: Query, isFollowing: boolean): Promise<void> => {
    turn += 1;
    const own = turn;
    const store = offline.store();
    cancelForget();
    if (isEmpty(asked) || store === null) {
      isAtWork.value = false;
      clear();
      cancelForget = clock.after(forget_after_ms, () => {
        blocks.forget();
        forget();
      });
      return Promise.resolve();
    }
    const isCancelled = () => own !== turn;
    running = look(store, most, { asked, isFollowing, isCancelled }).finally(() => {
      if (own === turn) isAtWork.value = false;
    });
    isAtWork.value ||= !isFollowing;
    return running;
  };
  const follow = createFollowing(clock, async () => {
    await running.catch(() => {});
    await run(query.value, true);
  });
  offline.writes.listen('wrote', (write) => {
    blocks.wrote(write);
    forget();
    if (!isEmpty(query.value)) follow();
  });

  return {
    query: readonly(query),
    /** `found` has the newest first; `reach` says how far back was searched, null before it is known. */
    ...shown,
    isAtWork: readonly(isAtWork),
    /** Whether this device keeps messages at all. */
    isPossible: (): boolean => offline.store() !== null,
    /** With each key: the search before is cancelled. */
    ask(change: Partial<Query>): Promise<void> {
      const next = { ...query.value, ...change };
      if (next.friend_id !== query.value.friend_id) unknownReach();
      most = found_at_once;
      // Before anything is drawn: the store and the engine work while it is.
      const found = run(next, false);
      query.value = next;
      return found;
    },
    more(): Promise<void> {
      most += found_at_once;
      return run(query.value, false);
    },
    end(): Promise<void> {
      query.value = NOTHING;
      return run(NOTHING, false);
    },
  };
};

export type Search = ReturnType<typeof createSearch>;
