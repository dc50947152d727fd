// The only place that opens a database file. Another process may hold it for a moment: a
// backup that reads, a reader that repairs the log of a killed server, a close that empties the log.
// Without a timeout the first query would fail with "database is locked".
import { Database } from 'bun:sqlite';
import { codeOf } from '../../platform/error-code';
import { busy_timeout_ms, first_reads_max } from '../../protocol/limits';

const look_every_ms = 20;

type Options = ConstructorParameters<typeof Database>[1];

/**
 * While another process brings the log's index in order, SQLite counts its own tries instead of
 * asking `busy_timeout`, and gives up with "locking protocol" after ten seconds (sqlite3.c,
 * walTryBeginRead). A disk or a processor that is busy enough makes that too few.
 */
const isIndexBusy = (error: unknown) => /^SQLITE_(PROTOCOL|BUSY_RECOVERY)/.test(codeOf(error));

/** Reads for the first time, again while others bring the log in order. @throws SQLite's errors */
export const readFirst = (database: Pick<Database, 'run'>): void => {
  for (let left = first_reads_max - 1; ; left -= 1) {
    try {
      database.run('SELECT 1 FROM sqlite_schema LIMIT 1');
      return;
    } catch (error) {
      if (left === 0 || !isIndexBusy(error)) throw error;
    }
  }
};

/** Waits for others from the first query on. @throws SQLite's errors */
export const connect = (
  path: string,
  options: Options,
  patience_ms = busy_timeout_ms,
): Database => {
  const database = new Database(path, options);
  try {
    setPatience(database, patience_ms);
    if (patience_ms > 0) readFirst(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * For what SQLite refuses at once if another process has a lock, without asking `busy_timeout`: to
 * change the journal mode, say. @throws SQLite's errors
 */
export const whenFree = (act: () => void, patience_ms = busy_timeout_ms): void => {
  for (const end_at = performance.now() + patience_ms; ; Bun.sleepSync(look_every_ms)) {
    try {
      act();
      return;
    } catch (error) {
      if (codeOf(error) !== 'SQLITE_BUSY' || performance.now() > end_at) throw error;
    }
  }
};

export const setPatience = (database: Database, patience_ms = busy_timeout_ms): void => {
  database.run(`PRAGMA busy_timeout = ${patience_ms}`);
};
