// The newest events of everybody. In `events` each account has a leaf of its own, and a commit
// would write one for everyone it tells. `recent_events` is in the order of writing: a commit
// writes the page at its end. Only a start reads it; until then it is kept here by account.
import type { Database } from 'bun:sqlite';
import { recent_events_max, recent_events_removed_at_once } from '../../protocol/limits';
import { createCovering, isCovering } from './covering';
import { createTable, type RecentEvent } from './recent-table';

/** What is kept in memory: each account's in their order, the account with the oldest first. */
const createMirror = () => {
  const byUser = new Map<number, RecentEvent[]>();
  let count = 0;
  const first = (): RecentEvent[] => byUser.values().next().value ?? [];
  return {
    of: (user_id: number): readonly RecentEvent[] => byUser.get(user_id) ?? [],
    all: (): RecentEvent[] => [...byUser.values()].flat(),
    oldest: (): RecentEvent | undefined => first()[0],
    count: (): number => count,
    add(row: RecentEvent): void {
      count += 1;
      const rows = byUser.get(row.user_id);
      if (rows === undefined) byUser.set(row.user_id, [row]);
      else rows.push(row);
    },
    removeLast(user_id: number): void {
      const rows = byUser.get(user_id) ?? [];
      if (rows.pop() !== undefined) count -= 1;
      if (rows.length === 0) byUser.delete(user_id);
    },
    /** What the event covers goes, but for the account's `first`. */
    cover({ user_id, seq, type, subject_id }: RecentEvent, first: number): void {
      const rows = byUser.get(user_id);
      if (rows === undefined) return;
      const isCovered = (row: RecentEvent) =>
        row.type === type && row.subject_id === subject_id && row.seq < seq && row.seq > first;
      const left = rows.filter((row) => !isCovered(row));
      count -= rows.length - left.length;
      byUser.set(user_id, left);
    },
    /** All of the account with the oldest. Gives them. */
    removeFirst(): RecentEvent[] {
      const rows = first();
      for (const { user_id } of rows.slice(0, 1)) byUser.delete(user_id);
      count -= rows.length;
      return rows;
    },
    clear(): void {
      count = 0;
      byUser.clear();
    },
  };
};

/** What is in `events`: each account's newest `seq` and its first, and what becomes of them. */
interface Settled {
  head(user_id: number): number;
  first(user_id: number): number | undefined;
  moved(user_id: number, head: number): void;
  undone(): void;
}

const createState = (database: Database, settled: Settled) => ({
  settled,
  table: createTable(database),
  cover: createCovering(database),
  mirror: createMirror(),
  /** Since the last flush. */
  unwritten: [] as RecentEvent[],
  /** Before that, since the transaction began. */
  uncommitted: [] as RecentEvent[],
  /** Whether this transaction moved or removed any: if it is undone, the table is read again. */
  hasMoved: false,
  isRead: false,
  oldest_id: 1,
  next_id: 1,
});
type State = ReturnType<typeof createState>;

const read = (state: State) => {
  if (state.isRead) return;
  const { table, mirror, settled } = state;
  mirror.clear();
  const rows = table.all();
  state.next_id = Math.max(state.next_id, (rows.at(-1)?.id ?? 0) + 1);
  state.oldest_id = rows[0]?.id ?? state.next_id;
  for (const row of rows) if (row.seq > settled.head(row.user_id)) mirror.add(row);
  state.isRead = true;
};

const readAgain = (state: State) => {
  state.settled.undone();
  state.isRead = false;
  state.uncommitted = [];
};

const flush = (state: State) => {
  if (state.unwritten.length === 0) return;
  state.table.write(state.unwritten);
  state.uncommitted.push(...state.unwritten);
  state.unwritten = [];
};

const settle = (state: State, rows: RecentEvent[]) => {
  state.hasMoved = true;
  state.table.settle(rows);
  for (const { user_id, seq } of rows) state.settled.moved(user_id, seq);
};

/** At the end of the transaction: before, a job that is undone would bring them back. */
const removeCovered = (state: State) => {
  const { mirror, settled, cover } = state;
  for (const row of state.uncommitted.filter(({ type }) => isCovering(type))) {
    state.hasMoved = true;
    const first = settled.first(row.user_id) ?? mirror.of(row.user_id)[0]?.seq ?? 0;
    cover(row, first);
    mirror.cover(row, first);
  }
};

/** One account for each new event at most, so that no commit carries much. */
const moveSurplus = (state: State) => {
  const { mirror, uncommitted } = state;
  for (let i = 0; i < uncommitted.length && mirror.count() > recent_events_max; i += 1) {
    settle(state, mirror.removeFirst());
  }
};

/** What is older than all that has not moved. */
const removeMoved = (state: State) => {
  const oldest = state.mirror.oldest()?.id ?? state.next_id;
  if (oldest - state.oldest_id < recent_events_removed_at_once) return;
  state.hasMoved = true;
  state.table.removeBefore(oldest);
  state.oldest_id = oldest;
};

/**
 * What has moved to `events` stays in `recent_events` until all that is older has moved too: then
 * whole pages go at once.
 */
export const createRecentEvents = (database: Database, settled: Settled) => {
  const state = createState(database, settled);
  const { mirror, table } = state;
  const takeBack = (rows: RecentEvent[]) => {
    for (const { user_id } of rows) mirror.removeLast(user_id);
  };

  return {
    of(user_id: number): readonly RecentEvent[] {
      read(state);
      return mirror.of(user_id);
    },
    add(event: Omit<RecentEvent, 'id'>): void {
      read(state);
      const row = { id: state.next_id, ...event };
      state.next_id += 1;
      mirror.add(row);
      state.unwritten.push(row);
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
      state.oldest_id = state.next_id;
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
