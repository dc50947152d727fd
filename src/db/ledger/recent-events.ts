// The newest events of everybody. In `events` each account has a leaf of its own, and a commit
// would write one for everyone it tells. `event_batches` is in the order of writing: a commit
// writes one row at its end. Only a start reads it; until then it is kept here by account.
import type { Database } from 'bun:sqlite';
import { recent_events_max, removed_batches_min } from '../../protocol/limits';
import { createCovering, isCovering } from './covering';
import { createMirror } from './mirror';
import { createRecentTable, type RecentEvent } from './recent-table';

/** What is in `events`: each account's newest `seq` and its first, and what becomes of them. */
interface Settled {
  head(user_id: number): number;
  first(user_id: number): number | undefined;
  moved(user_id: number, head: number): void;
  undone(): void;
}

const createState = (database: Database, settled: Settled) => ({
  settled,
  table: createRecentTable(database),
  cover: createCovering(database),
  mirror: createMirror(),
  /** Since the last flush. */
  unwritten: [] as RecentEvent[],
  /** Before that, since the transaction began. */
  uncommitted: [] as RecentEvent[],
  /** Whether this transaction moved or removed any: if it is undone, the table is read again. */
  hasMoved: false,
  isRead: false,
  oldest_batch: 1,
  next_batch: 1,
});
type State = ReturnType<typeof createState>;

const firstOf = ({ settled, mirror }: State, user_id: number): number =>
  settled.first(user_id) ?? mirror.of(user_id)[0]?.seq ?? 0;

/** A batch keeps what was covered later: that is left out again. */
const coverAgain = (state: State) => {
  const { mirror } = state;
  for (const user_id of mirror.users()) {
    const isCovered = mirror.of(user_id).some(({ type }) => isCovering(type));
    if (isCovered) mirror.cover(user_id, firstOf(state, user_id));
  }
};

const read = (state: State) => {
  if (state.isRead) return;
  const { table, mirror, settled } = state;
  mirror.clear();
  const events = table.all();
  state.next_batch = Math.max(state.next_batch, (events.at(-1)?.batch ?? 0) + 1);
  state.oldest_batch = events[0]?.batch ?? state.next_batch;
  for (const event of events) if (event.seq > settled.head(event.user_id)) mirror.add(event);
  coverAgain(state);
  state.isRead = true;
};

const readAgain = (state: State) => {
  state.settled.undone();
  state.isRead = false;
  state.uncommitted = [];
};

const flush = (state: State) => {
  if (state.unwritten.length === 0) return;
  state.table.write(state.next_batch, state.unwritten);
  state.next_batch += 1;
  state.uncommitted.push(...state.unwritten);
  state.unwritten = [];
};

const settle = (state: State, events: readonly RecentEvent[]) => {
  state.hasMoved = true;
  state.table.settle(events);
  // An account's lie side by side: its last one is its newest.
  events.forEach(({ user_id, seq }, i) => {
    if (events[i + 1]?.user_id !== user_id) state.settled.moved(user_id, seq);
  });
};

/** At the end of the transaction: before, a job that is undone would bring them back. */
const removeCovered = (state: State) => {
  const { mirror, cover } = state;
  const covering = state.uncommitted.filter(({ type }) => isCovering(type));
  if (covering.length === 0) return;
  state.hasMoved = true;
  for (const event of covering) cover(event, firstOf(state, event.user_id));
  for (const user_id of new Set(covering.map((event) => event.user_id))) {
    mirror.cover(user_id, firstOf(state, user_id));
  }
};

/** Events that are covered leave the mirror, but not their batch. */
const isTooMuch = ({ mirror, next_batch }: State): boolean =>
  mirror.count() > recent_events_max ||
  next_batch - (mirror.oldestBatch() ?? next_batch) > recent_events_max;

/** One account for each new event at most, so that no commit carries much. */
const moveSurplus = (state: State) => {
  for (let i = 0; i < state.uncommitted.length && isTooMuch(state); i += 1) {
    settle(state, state.mirror.removeFirst());
  }
};

/** What is older than all that has not moved. */
const removeMoved = (state: State) => {
  const oldest = state.mirror.oldestBatch() ?? state.next_batch;
  if (oldest - state.oldest_batch < removed_batches_min) return;
  state.hasMoved = true;
  state.table.removeBefore(oldest);
  state.oldest_batch = oldest;
};

/**
 * What has moved to `events` stays in its batch until all that is older has moved too: then whole
 * pages go at once.
 */
export const createRecentEvents = (database: Database, settled: Settled) => {
  const state = createState(database, settled);
  const { mirror, table } = state;
  const takeBack = (events: RecentEvent[]) => {
    for (const { user_id } of events) mirror.removeLast(user_id);
  };

  return {
    of(user_id: number): readonly RecentEvent[] {
      read(state);
      return mirror.of(user_id);
    },
    /** The newest `seq`; undefined if none is recent. */
    head(user_id: number): number | undefined {
      read(state);
      return mirror.head(user_id);
    },
    /** Keeps the event, and says of which batch it is. */
    add(event: RecentEvent): void {
      read(state);
      event.batch = state.next_batch;
      mirror.add(event);
      state.unwritten.push(event);
    },
    flush: () => flush(state),
    /** Before the commit, after the last flush. */
    tidy(): void {
      removeCovered(state);
      moveSurplus(state);
      removeMoved(state);
    },
    moveAll(): void {
      read(state);
      flush(state);
      settle(state, mirror.all());
      table.removeAll();
      mirror.clear();
      state.oldest_batch = state.next_batch;
    },
    committed(): void {
      state.uncommitted = [];
      state.hasMoved = false;
    },
    /** After a savepoint was undone: what was not flushed is gone. */
    undo(): void {
      if (state.hasMoved) readAgain(state);
      else takeBack(state.unwritten);
      state.unwritten = [];
    },
    /** After the transaction was. */
    undoAll(): void {
      if (state.hasMoved) readAgain(state);
      else takeBack([...state.uncommitted, ...state.unwritten]);
      state.unwritten = [];
      state.uncommitted = [];
      state.hasMoved = false;
    },
  };
};
