// The event log of each account: durable events with `seq`, growing by one. What a later event
// covers is left out: such a hole is none.
import type { Database } from 'bun:sqlite';
import { createLru } from '../../platform/lru';
import { event_heads_cached_max } from '../../protocol/limits';
import { type EventRow, eventsOf, type LoggedEvent } from './event-runs';
import { createPruning } from './pruning';
import { createRecentEvents } from './recent-events';

interface Appended {
  to: number;
  type: string;
  subject_id?: number;
  detail?: object;
}

export interface EventLog {
  /**
   * Adds the event as the user's next, for `flush` to write; inside the ledger's transaction.
   * Returns its `seq`.
   */
  append(event: Appended, now: number): number;
  /** Writes what was appended: before the end of a savepoint or of the transaction. */
  flush(): void;
  /** Before the commit, after the last flush: keeps the number of recent events in bounds. */
  tidy(): void;
  committed(): void;
  /** After a savepoint was undone: what was appended since the last flush is gone. */
  undo(): void;
  /** After the transaction was undone: what was appended since it began is gone. */
  undoAll(): void;
  /** The user's newest `seq`, 0 before the first. */
  head(user_id: number): number;
  after(user_id: number, since: number, limit: number): LoggedEvent[];
  /** Whether all events after `since` are still kept; not above the head. */
  canResume(user_id: number, since: number): boolean;
  /** Moves the newest events to the older ones; inside the ledger's transaction. */
  fold(): void;
  /** Removes events older than `before` (ms), each user's newest excepted; at most `limit`. */
  prune(before: number, limit: number): number;
}

// By hand: every message passes here, and drizzle doubles the cost of a statement.
const createReading = (database: Database) => {
  const newest = database.prepare<{ seq: number | null }, [number]>(
    'SELECT max(seq) AS seq FROM events WHERE user_id = ?',
  );
  const after = database.prepare<EventRow, [number, number]>(
    `SELECT seq, type, subject_id, detail, created_at, run FROM events
     WHERE user_id = ? AND seq > ? ORDER BY seq`,
  );
  return {
    newest: (user_id: number): number => newest.get(user_id)?.seq ?? 0,
    first(user_id: number): number | undefined {
      const row = after.get(user_id, 0);
      return row === null ? undefined : eventsOf(row)[0]?.seq;
    },
    after(user_id: number, since: number, limit: number): LoggedEvent[] {
      const events: LoggedEvent[] = [];
      for (const row of after.iterate(user_id, since)) {
        events.push(...eventsOf(row).filter(({ seq }) => seq > since));
        if (events.length >= limit) break;
      }
      return events.slice(0, limit);
    },
  };
};

export const createEventLog = (database: Database): EventLog => {
  const settled = createReading(database);
  const pruning = createPruning(database);
  // The newest in `events`, of accounts that were asked for lately.
  const heads = createLru<number, number>(event_heads_cached_max);

  const settledHead = (user_id: number) => {
    const known = heads.get(user_id);
    if (known !== undefined) return known;
    const seq = settled.newest(user_id);
    heads.set(user_id, seq);
    return seq;
  };
  const recent = createRecentEvents(database, {
    head: settledHead,
    first: settled.first,
    moved: (user_id, seq) => heads.set(user_id, seq),
    undone: () => heads.clear(),
  });
  const head = (user_id: number) => recent.head(user_id) ?? settledHead(user_id);

  return {
    append({ to, type, subject_id = 0, detail }, now) {
      const seq = head(to) + 1;
      const text = detail ? JSON.stringify(detail) : null;
      recent.add({ batch: 0, user_id: to, seq, type, subject_id, detail: text, created_at: now });
      return seq;
    },
    flush: recent.flush,
    tidy: recent.tidy,
    committed: recent.committed,
    undo: recent.undo,
    undoAll: recent.undoAll,
    head,
    after(user_id, since, limit) {
      const rows = settled.after(user_id, since, limit);
      if (rows.length === limit) return rows;
      // All that is recent is newer than all that is not.
      const from = rows.at(-1)?.seq ?? since;
      const newer = recent.of(user_id).filter(({ seq }) => seq > from);
      return [...rows, ...newer.slice(0, limit - rows.length)];
    },
    canResume: (user_id, since) => {
      const first = settled.first(user_id) ?? recent.of(user_id)[0]?.seq ?? 1;
      return since <= head(user_id) && since >= first - 1;
    },
    fold: recent.moveAll,
    prune(before, limit) {
      recent.moveAll();
      let pruned = 0;
      for (let of = pruning.after(0); of !== undefined && pruned < limit; of = pruning.after(of)) {
        pruned += pruning.of(of, head(of), before, limit - pruned);
      }
      return pruned;
    },
  };
};
