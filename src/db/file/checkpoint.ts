// Moves the write-ahead log into the database and empties it: until then old pages are in it.
import type { Database } from 'bun:sqlite';

/**
 * False where a reader, such as a backup, still needs the log; writers go on either way. SQLite
 * tells of that in a row and not by an error, and would wait for the reader on the event loop.
 */
export const emptyLog = (database: Database, patience_ms: number): boolean => {
  database.run(`PRAGMA busy_timeout = ${patience_ms}`);
  try {
    const told = database.query<{ busy: number }, []>('PRAGMA wal_checkpoint(TRUNCATE)').get();
    return told?.busy === 0;
  } finally {
    database.run('PRAGMA busy_timeout = 5000');
  }
};
