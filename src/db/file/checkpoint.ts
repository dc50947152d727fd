// Moves the write-ahead log into the database and empties it: until then old pages are in it.
import type { Database } from 'bun:sqlite';
import { codeOf } from '../../platform/error-code';
import { setPatience } from './connect';

/**
 * False if a reader, such as a backup, still needs the log; writers go on either way. SQLite
 * says that in a row and not by an error, and would wait for the reader on the event loop.
 */
export const truncateWal = (database: Database, patience_ms: number): boolean => {
  setPatience(database, patience_ms);
  try {
    const result = database.query<{ busy: number }, []>('PRAGMA wal_checkpoint(TRUNCATE)').get();
    return result?.busy === 0;
  } catch (error) {
    // SQLite reports some locks as an error: that of a reader that repairs the log's index.
    if (codeOf(error).startsWith('SQLITE_BUSY')) return false;
    throw error;
  } finally {
    setPatience(database);
  }
};
