// Opens the database of a data directory, or refuses it and leaves every file as it was.
import { Database } from 'bun:sqlite';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { holdLock } from './lock';
import { migrate, newestMigration } from './migrate';

/** The data directory can't be served; the message says why, in one line. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';
}

export interface OpenDatabase {
  database: Database;
  /** Checkpoints, closes, and lets go of the directory. */
  close(): void;
}

const SQLITE_MAGIC = 'SQLite format 3\0';

const head = (path: string): string => {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(SQLITE_MAGIC.length);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
};

const hasUploads = (dir: string) =>
  ['files', 'avatars'].some((name) => {
    const path = join(dir, name);
    return existsSync(path) && readdirSync(path).some((entry) => entry !== 'incoming');
  });

const prepareDirectory = (dir: string) => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (!statSync(dir).isDirectory()) throw new DataDirectoryError(`${dir} is not a directory`);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw error;
    throw new DataDirectoryError(`the data directory ${dir} can not be made or read`);
  }
};

/** Held for the process's life. */
const takeLock = (dir: string): (() => void) => {
  let release: (() => void) | undefined;
  try {
    release = holdLock(join(dir, 'chat8.lock'));
  } catch {
    throw new DataDirectoryError(`the data directory ${dir} is not writable`);
  }
  if (release !== undefined) return release;
  throw new DataDirectoryError(`the data directory ${dir} is in use by another server`);
};

/** Looks without touching: opening a database read-write may already change it. */
const examine = (dir: string, path: string) => {
  if (!existsSync(path)) {
    if (hasUploads(dir) || existsSync(`${path}-wal`)) {
      throw new DataDirectoryError(`${dir} holds uploads but its database is missing`);
    }
    return;
  }
  if (statSync(path).size === 0) throw new DataDirectoryError(`${path} is empty, not a database`);
  if (head(path) !== SQLITE_MAGIC) throw new DataDirectoryError(`${path} is not a database`);
};

const configure = (database: Database) => {
  database.run('PRAGMA busy_timeout = 5000');
  database.run('PRAGMA journal_mode = WAL');
  // A page that many turns change is then copied back once; 32 MiB of log at most.
  database.run('PRAGMA wal_autocheckpoint = 8192');
  database.run('PRAGMA synchronous = FULL');
  database.run('PRAGMA foreign_keys = ON');
  database.run('PRAGMA secure_delete = ON');
  database.run('PRAGMA cache_size = -16384');
  database.run('PRAGMA temp_store = MEMORY');
};

/** What a migration could spoil stays beside it, until the next one. */
const keepCopy = (database: Database, copy: string) => {
  rmSync(copy, { force: true });
  database.query('VACUUM INTO ?').run(copy);
};

const openExisting = (path: string): Database => {
  let database: Database | undefined;
  try {
    database = new Database(path, { create: true, strict: true });
    const { version } = database
      .query<{ version: number }, []>('SELECT user_version AS version FROM pragma_user_version')
      .get() ?? { version: 0 };
    if (version > newestMigration()) {
      throw new DataDirectoryError(`${path} was made by a newer Chat8; use that version or later`);
    }
    configure(database);
    if (version > 0 && version < newestMigration()) keepCopy(database, `${path}.before-upgrade`);
    migrate(database);
    // What was deleted just before a crash leaves the log here.
    database.run('PRAGMA wal_checkpoint(TRUNCATE)');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof DataDirectoryError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataDirectoryError(`${path} can not be opened as a database: ${reason}`);
  }
};

/** @throws DataDirectoryError */
export const openDatabase = (dir: string): OpenDatabase => {
  prepareDirectory(dir);
  const path = join(dir, 'chat8.db');
  examine(dir, path);
  // SQLite gives its side files the mode of the database: that must be right from the first byte.
  const umask = process.umask(0o077);
  let release: (() => void) | undefined;
  try {
    release = takeLock(dir);
    const letGo = release;
    for (const name of ['chat8.db', 'chat8.lock']) {
      if (existsSync(join(dir, name))) chmodSync(join(dir, name), 0o600);
    }
    const database = openExisting(path);
    return {
      database,
      close() {
        database.run('PRAGMA wal_checkpoint(TRUNCATE)');
        database.close();
        letGo();
      },
    };
  } catch (error) {
    release?.();
    throw error;
  } finally {
    process.umask(umask);
  }
};
