// The one place that opens a database file. Another process may hold it for a moment just then: a
// backup that reads, a reader that repairs the log of a killed server, a close that empties the log.
// Without a timeout the first query would fail with "database is locked".
import { Database } from 'bun:sqlite';
import { busy_timeout_ms } from '../../protocol/limits';

type Options = ConstructorParameters<typeof Database>[1];

/** Waits for others from the first query on. @throws SQLite's errors */
export const connect = (
  path: string,
  options: Options,
  patience_ms = busy_timeout_ms,
): Database => {
  const database = new Database(path, options);
  try {
    setPatience(database, patience_ms);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

export const setPatience = (database: Database, patience_ms = busy_timeout_ms): void => {
  database.run(`PRAGMA busy_timeout = ${patience_ms}`);
};
