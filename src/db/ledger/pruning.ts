// Removes the oldest events, one account after the other; no query costs more than what it removes.
import type { Database } from 'bun:sqlite';
import { type EventRow, eventsOf, type LoggedEvent, toRun } from './event-runs';

export const createPruning = (database: Database) => {
  const beyond = database.prepare<{ user_id: number | null }, [number]>(
    'SELECT min(user_id) AS user_id FROM events WHERE user_id > ?',
  );
  const above = database.prepare<EventRow, [number, number]>(
    `SELECT seq, type, subject_id, detail, created_at, run FROM events
     WHERE user_id = ? AND seq > ? ORDER BY seq`,
  );
  const removeUpTo = database.prepare('DELETE FROM events WHERE user_id = ? AND seq <= ?');
  const shorten = database.prepare('UPDATE events SET run = ? WHERE user_id = ? AND seq = ?');

  const each = function* (user_id: number): Generator<LoggedEvent> {
    for (const row of above.iterate(user_id, 0)) yield* eventsOf(row);
  };
  /** Also in the midst of a run. */
  const remove = (user_id: number, last: number): void => {
    removeUpTo.run(user_id, last);
    const row = above.get(user_id, last);
    if (row === null || row.run === null) return;
    const kept = eventsOf(row).filter(({ seq }) => seq > last);
    shorten.run(toRun(kept), user_id, row.seq);
  };

  return {
    after: (user_id: number): number | undefined => beyond.get(user_id)?.user_id ?? undefined,
    /** Removes those from before that time, at most `limit`, below `end`. Returns how many. */
    of(user_id: number, end: number, before: number, limit: number): number {
      const old: number[] = [];
      for (const { seq, created_at } of each(user_id)) {
        // It stops at the first young event, whatever follows, so that a wrong clock makes no gap.
        if (seq >= end || created_at >= before) {
          // A hole behind it is none, and a device that is in there goes on: what is before it stays.
          if ((old.at(-1) ?? seq) < seq - 1) old.pop();
          break;
        }
        if (old.length === limit) break;
        old.push(seq);
      }
      const last = old.at(-1);
      if (last !== undefined) remove(user_id, last);
      return old.length;
    },
  };
};
