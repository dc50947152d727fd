// A database opened for reading alone.
import { constants, Database } from 'bun:sqlite';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { SQLITE_OPEN_READONLY, SQLITE_OPEN_URI } = constants;

/** Under a promise of ours to SQLite (sqlite.org/uri.html). */
const openWith = (path: string, promise: string): Database =>
  new Database(`${pathToFileURL(path).href}?${promise}`, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);

/** Without a log nobody has it open; even a reader would then make the side files. */
const openAlone = (path: string): Database => openWith(path, 'immutable=1');

/** Beside a server too. */
export const openToRead = (path: string): Database =>
  existsSync(`${path}-wal`) ? new Database(path, { readonly: true }) : openAlone(path);

/**
 * Where nobody else has it open: every file stays as it was. To close an ordinary connection would
 * move the log into the database, and an ordinary reader would write the log's index anew.
 */
export const readUntouched = <Value>(path: string, read: (database: Database) => Value): Value => {
  const hasLog = existsSync(`${path}-wal`);
  const index = `${path}-shm`;
  // It is opened and not believed, but has to be there.
  const isMade = hasLog && !existsSync(index);
  if (isMade) writeFileSync(index, '', { mode: 0o600 });
  let database: Database | undefined;
  try {
    database = hasLog ? openWith(path, 'readonly_shm=1') : openAlone(path);
    return read(database);
  } finally {
    database?.close();
    // Filled by now: somebody else came to read it.
    if (isMade && statSync(index).size === 0) rmSync(index);
  }
};
