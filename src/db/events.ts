// The event log of each account: durable events with `seq`, growing by one without holes.
import type { Database } from 'bun:sqlite';

export interface LoggedEvent {
  seq: number;
  type: string;
  subject_id: number;
  detail: string | null;
  created_at: number;
}

interface Appended {
  to: number;
  type: string;
  subject_id?: number;
  detail?: object;
}

export interface EventLog {
  /** Writes the event as the user's next; inside the ledger's transaction. Returns its `seq`. */
  append(event: Appended, now: number): number;
  /** After a rollback the heads in memory are ahead: they are read again. */
  forgetAll(): void;
  /** The user's newest `seq`, 0 before the first. */
  head(user_id: number): number;
  after(user_id: number, since: number, limit: number): LoggedEvent[];
  /** Whether all events after `since` are still kept; not above the head. */
  canResume(user_id: number, since: number): boolean;
  /** Removes events older than `before` (ms), each user's newest excepted; at most `limit`. */
  prune(before: number, limit: number): number;
}

export const createEventLog = (database: Database): EventLog => {
  // Raw statements: this is the hottest path of all, and drizzle's layer doubles its cost.
  const insert = database.prepare(
    `INSERT INTO events (user_id, seq, type, subject_id, detail, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const newest = database.prepare<{ seq: number | null }, [number]>(
    'SELECT max(seq) AS seq FROM events WHERE user_id = ?',
  );
  const first = database.prepare<{ seq: number | null }, [number]>(
    'SELECT min(seq) AS seq FROM events WHERE user_id = ?',
  );
  const page = database.prepare<LoggedEvent, [number, number, number]>(
    `SELECT seq, type, subject_id, detail, created_at FROM events
     WHERE user_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const logs = database.prepare<{ user_id: number; seq: number }, []>(
    'SELECT user_id, max(seq) AS seq FROM events GROUP BY user_id',
  );
  const pruneOld = database.prepare(
    `DELETE FROM events WHERE user_id = ?1 AND seq IN (
       SELECT seq FROM events WHERE user_id = ?1 AND seq < ?2 AND created_at < ?3
       ORDER BY seq LIMIT ?4)`,
  );
  const heads = new Map<number, number>();

  const head = (user_id: number) => {
    const known = heads.get(user_id);
    if (known !== undefined) return known;
    const seq = newest.get(user_id)?.seq ?? 0;
    heads.set(user_id, seq);
    return seq;
  };

  return {
    append({ to, type, subject_id = 0, detail }, now) {
      const seq = head(to) + 1;
      insert.run(to, seq, type, subject_id, detail ? JSON.stringify(detail) : null, now);
      heads.set(to, seq);
      return seq;
    },
    forgetAll: () => heads.clear(),
    head,
    after: (user_id, since, limit) => page.all(user_id, since, limit),
    canResume: (user_id, since) =>
      since <= head(user_id) && since >= (first.get(user_id)?.seq ?? 1) - 1,
    prune(before, limit) {
      let pruned = 0;
      for (const { user_id, seq } of logs.all()) {
        if (pruned >= limit) break;
        pruned += pruneOld.run(user_id, seq, before, limit - pruned).changes;
      }
      return pruned;
    },
  };
};
