// All rows of a data directory's database, to show that nothing was changed.
import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { type EventRow, eventsOf, type LoggedEvent } from '../../../src/db/ledger/event-runs';
import { createRecentTable } from '../../../src/db/ledger/recent-table';

interface Told extends LoggedEvent {
  user_id: number;
}

/** Sessions note their last use, and `meta` the last proof of health. */
const RESTLESS = /^(meta|sessions|sqlite_|message_words|event_batches)/;

/** Each person's events, wherever they lie: they move from batches to runs by the clock. */
const eventsIn = (database: Database): Told[] => {
  const settled = database
    .query<EventRow & { user_id: number }, []>('SELECT * FROM events')
    .all()
    .flatMap(({ user_id, ...row }) => eventsOf(row).map((event) => ({ user_id, ...event })));
  const recent = createRecentTable(database)
    .all()
    .map(({ user_id, seq, type, subject_id, detail, created_at }) => {
      return { user_id, seq, type, subject_id, detail, created_at };
    });
  return [...settled, ...recent].sort((a, b) => a.user_id - b.user_id || a.seq - b.seq);
};

export const snapshot = (dir: string): Record<string, unknown[]> => {
  using database = new Database(join(dir, 'chat8.db'), { readonly: true });
  // All tables at one moment.
  database.run('BEGIN');
  const tables = database
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => name)
    .filter((name) => !RESTLESS.test(name));
  const rows = Object.fromEntries(
    tables.map((name) => [name, database.query(`SELECT * FROM ${name}`).all()]),
  );
  return { ...rows, events: eventsIn(database) };
};
