// A database opened for reading only.
import { constants, type Database } from 'bun:sqlite';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { codeOf } from '../../platform/error-code';
import { connect } from './connect';
import { log_header_bytes } from './header';

const { SQLITE_OPEN_READONLY, SQLITE_OPEN_URI } = constants;

/** We promise SQLite that nobody writes it (sqlite.org/uri.html). */
const openWith = (path: string, promise: string): Database =>
  connect(`${pathToFileURL(path).href}?${promise}`, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);

/** Without a log nobody has it open; even a reader would then make the side files. */
const openAlone = (path: string): Database => openWith(path, 'immutable=1');

/** Beside a server too. */
export const openToRead = (path: string): Database =>
  existsSync(`${path}-wal`) ? connect(path, { readonly: true }) : openAlone(path);

/**
 * Killed while it wrote the log's index, and a reader such as a backup still has that open: an
 * ordinary reader repairs the index, and changes nothing that anybody has stored.
 */
const isTornIndex = (error: unknown) => codeOf(error) === 'SQLITE_READONLY_RECOVERY';

const withDatabase = <Value>(database: Database, read: (database: Database) => Value): Value => {
  try {
    return read(database);
  } finally {
    database.close();
  }
};

/**
 * Whether it has a log with something in it. Of a log that is its header and nothing else, as a
 * kill right after its first write leaves it, a reader that may not write its index finds no end:
 * SQLite tries for 10 s and gives up (SQLITE_PROTOCOL).
 */
const hasFrames = (path: string): boolean =>
  (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > log_header_bytes;

/**
 * If nobody else has it open: every file stays unchanged. Closing an ordinary connection would move
 * the log into the database, and an ordinary reader would write the log's index again.
 */
export const readUntouched = <Value>(path: string, read: (database: Database) => Value): Value => {
  const hasLog = hasFrames(path);
  const index = `${path}-shm`;
  // It is opened and not believed, but has to be there.
  const isMade = hasLog && !existsSync(index);
  if (isMade) writeFileSync(index, '', { mode: 0o600 });
  try {
    return withDatabase(hasLog ? openWith(path, 'readonly_shm=1') : openAlone(path), read);
  } catch (error) {
    if (!isTornIndex(error)) throw error;
    return withDatabase(connect(path, { readonly: true }), read);
  } finally {
    // Filled by now: somebody else came to read it.
    if (isMade && statSync(index).size === 0) rmSync(index);
  }
};
