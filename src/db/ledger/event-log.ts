// The event log of each account: durable events with `seq`, growing by one. What a later event
// covers is left out: such a hole is none.
import type { Database } from 'bun:sqlite';
import { recent_events_max } from '../../protocol/limits';
import { createCovering } from './covering';

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
  /**
   * Adds the event as the user's next, for `flush` to write; inside the ledger's transaction.
   * Returns its `seq`.
   */
  append(event: Appended, now: number): number;
  /** Writes what was appended, before the commit or the end of a savepoint. */
  flush(): void;
  /** After a rollback: forgets what was appended, and the heads in memory, which are ahead. */
  forgetAll(): void;
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

const COLUMNS = 'user_id, seq, type, subject_id, detail, created_at';

// By hand: every message writes here, and drizzle doubles the cost of a statement.
const createReading = (database: Database) => {
  const one = (sql: string) => {
    const both = ['recent_events', 'events'].map((table) =>
      database.prepare<{ seq: number | null }, [number]>(sql.replace('?table', table)),
    );
    return (user_id: number) => both.map((statement) => statement.get(user_id)?.seq ?? undefined);
  };
  const newest = one('SELECT max(seq) AS seq FROM ?table WHERE user_id = ?');
  const first = one('SELECT min(seq) AS seq FROM ?table WHERE user_id = ?');
  const page = (table: string) =>
    database.prepare<LoggedEvent, [number, number, number]>(
      `SELECT seq, type, subject_id, detail, created_at FROM ${table}
       WHERE user_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    );
  const settled = page('events');
  const recent = page('recent_events');
  return {
    newest: (user_id: number): number => Math.max(...newest(user_id).map((seq) => seq ?? 0)),
    /** The oldest that is kept, 1 if there is none yet. */
    first: (user_id: number): number =>
      Math.min(...first(user_id).map((seq) => seq ?? Number.POSITIVE_INFINITY)),
    after(user_id: number, since: number, limit: number): LoggedEvent[] {
      const rows = settled.all(user_id, since, limit);
      if (rows.length === limit) return rows;
      // Every recent event is newer than every other one.
      const more = recent.all(user_id, rows.at(-1)?.seq ?? since, limit - rows.length);
      return rows.length === 0 ? more : [...rows, ...more];
    },
  };
};

type Row = [number, number, string, number, string | null, number];

/** Rows in one statement: one by one they would be a tenth of the work of sending a message. */
const ROWS = [32, 8, 2, 1];

const createWriting = (database: Database) => {
  const statements = ROWS.map((count) => ({
    count,
    insert: database.prepare(
      `INSERT INTO recent_events (${COLUMNS}) VALUES ${Array(count).fill('(?, ?, ?, ?, ?, ?)')}`,
    ),
  }));
  return (rows: Row[]): void => {
    let from = 0;
    for (const { count, insert } of statements) {
      for (; rows.length - from >= count; from += count) {
        insert.run(...rows.slice(from, from + count).flat());
      }
    }
  };
};

/** Moves recent events to the older ones, account by account, so that they stay in order. */
const createMoving = (database: Database) => {
  const copy = `INSERT INTO events (${COLUMNS}) SELECT ${COLUMNS} FROM recent_events`;
  const copyAll = database.prepare(copy);
  const clearAll = database.prepare('DELETE FROM recent_events');
  const copyOf = database.prepare(`${copy} WHERE user_id = ?`);
  const clearOf = database.prepare('DELETE FROM recent_events WHERE user_id = ?');
  const beyond = database.prepare<{ user_id: number | null }, [number]>(
    'SELECT min(user_id) AS user_id FROM recent_events WHERE user_id > ?',
  );
  const waiting = database.prepare<{ count: number }, []>(
    'SELECT count(*) AS count FROM recent_events',
  );
  let last = 0;
  return {
    waiting: (): number => waiting.get()?.count ?? 0,
    all(): void {
      copyAll.run();
      clearAll.run();
    },
    /** Moves those of the next account, so that no commit carries much. Returns how many. */
    next(): number {
      const user_id = beyond.get(last)?.user_id ?? beyond.get(0)?.user_id;
      if (!user_id) return 0;
      last = user_id;
      copyOf.run(user_id);
      return clearOf.run(user_id).changes;
    },
  };
};

/** Removes the oldest, one account after the other; no query costs more than what it removes. */
const createPruning = (database: Database) => {
  const beyond = database.prepare<{ user_id: number | null }, [number]>(
    'SELECT min(user_id) AS user_id FROM events WHERE user_id > ?',
  );
  // It stops at the first young event, whatever follows, so that a wrong clock makes no gap.
  const firstYoung = database.prepare<{ seq: number }, [number, number, number, number]>(
    `SELECT seq FROM (SELECT seq, created_at FROM events WHERE user_id = ? AND seq < ?
       ORDER BY seq LIMIT ?) WHERE created_at >= ? LIMIT 1`,
  );
  const removeBelow = database.prepare(
    `DELETE FROM events WHERE user_id = ?1 AND seq IN (
       SELECT seq FROM events WHERE user_id = ?1 AND seq < ?2 ORDER BY seq LIMIT ?3)`,
  );
  const newestBelow = database.prepare<{ seq: number | null }, [number, number]>(
    'SELECT max(seq) AS seq FROM events WHERE user_id = ? AND seq < ?',
  );
  return {
    after: (user_id: number): number | undefined => beyond.get(user_id)?.user_id ?? undefined,
    /** Removes those from before that time, at most `limit`, below `end`. Returns how many. */
    of(user_id: number, end: number, before: number, limit: number): number {
      const young = firstYoung.get(user_id, end, limit, before)?.seq ?? end;
      // A hole behind it is none, and a device that is in there goes on: what is before it stays.
      const last = newestBelow.get(user_id, young)?.seq ?? young;
      return removeBelow.run(user_id, last < young - 1 ? last : young, limit).changes;
    },
  };
};

export const createEventLog = (database: Database): EventLog => {
  const write = createWriting(database);
  const covering = createCovering(database);
  const reading = createReading(database);
  const moving = createMoving(database);
  const pruning = createPruning(database);
  const heads = new Map<number, number>();
  let recent = moving.waiting();
  let appended: Row[] = [];

  const head = (user_id: number) => {
    const known = heads.get(user_id);
    if (known !== undefined) return known;
    const seq = reading.newest(user_id);
    heads.set(user_id, seq);
    return seq;
  };
  const flush = () => {
    if (appended.length === 0) return;
    const rows = appended;
    appended = [];
    write(rows);
    recent += rows.length;
    for (const [user_id, seq, type, subject_id] of rows) {
      if (covering.isCovering(type)) recent -= covering.cover(user_id, seq, type, subject_id);
    }
    // At most one account per row, so that no commit carries much.
    for (let i = 0; i < rows.length && recent > recent_events_max; i += 1) recent -= moving.next();
  };
  const fold = () => {
    flush();
    if (recent > 0) moving.all();
    recent = 0;
  };

  return {
    append({ to, type, subject_id = 0, detail }, now) {
      const seq = head(to) + 1;
      appended.push([to, seq, type, subject_id, detail ? JSON.stringify(detail) : null, now]);
      heads.set(to, seq);
      return seq;
    },
    flush,
    forgetAll() {
      appended = [];
      heads.clear();
      recent = moving.waiting();
    },
    head,
    after(user_id, since, limit) {
      flush();
      return reading.after(user_id, since, limit);
    },
    canResume: (user_id, since) => {
      flush();
      const first = reading.first(user_id);
      return since <= head(user_id) && since >= (Number.isFinite(first) ? first : 1) - 1;
    },
    fold,
    prune(before, limit) {
      fold();
      let pruned = 0;
      for (let of = pruning.after(0); of !== undefined && pruned < limit; of = pruning.after(of)) {
        pruned += pruning.of(of, head(of), before, limit - pruned);
      }
      return pruned;
    },
  };
};
