// The statements of `recent_events`, and of moving to `events`.
import type { Database } from 'bun:sqlite';

export interface RecentEvent {
  id: number;
  user_id: number;
  seq: number;
  type: string;
  subject_id: number;
  detail: string | null;
  created_at: number;
}

const COLUMNS = 'user_id, seq, type, subject_id, detail, created_at';

/** So many rows go into one statement: a tenth of the work of sending a message, row by row. */
const ROWS = [32, 8, 2, 1];

type Value = string | number | null;

// By hand: every message writes here, and drizzle doubles the cost of a statement.
const createInsert = (
  database: Database,
  into: string,
  valuesOf: (row: RecentEvent) => Value[],
) => {
  const places = `(${into.split(',').map(() => '?')})`;
  const statements = ROWS.map((count) => ({
    count,
    insert: database.prepare(`INSERT INTO ${into} VALUES ${Array(count).fill(places)}`),
  }));
  return (rows: RecentEvent[]): void => {
    let from = 0;
    for (const { count, insert } of statements) {
      for (; rows.length - from >= count; from += count) {
        insert.run(...rows.slice(from, from + count).flatMap(valuesOf));
      }
    }
  };
};

export const createTable = (database: Database) => {
  const all = database.prepare<RecentEvent, []>(
    `SELECT id, ${COLUMNS} FROM recent_events ORDER BY id`,
  );
  const removeBefore = database.prepare('DELETE FROM recent_events WHERE id < ?');
  const removeAll = database.prepare('DELETE FROM recent_events');
  return {
    all: (): RecentEvent[] => all.all(),
    write: createInsert(
      database,
      `recent_events (id, ${COLUMNS})`,
      ({ id, user_id, seq, type, subject_id, detail, created_at }) => [
        id,
        user_id,
        seq,
        type,
        subject_id,
        detail,
        created_at,
      ],
    ),
    settle: createInsert(
      database,
      `events (${COLUMNS})`,
      ({ user_id, seq, type, subject_id, detail, created_at }) => [
        user_id,
        seq,
        type,
        subject_id,
        detail,
        created_at,
      ],
    ),
    removeBefore: (id: number): void => void removeBefore.run(id),
    removeAll: (): void => void removeAll.run(),
  };
};
