// Opens the database of a data directory, or refuses it and leaves every file as it was.
import { Database } from 'bun:sqlite';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { close_patience_ms } from '../limits';
import { emptyLog } from './checkpoint';
import { examineFiles, examineSchema, isUnclean, mustBeNew } from './examine';
import { DataDirectoryError } from './fault';
import { holdLock } from './lock';
import { migrate, newestMigration } from './migrate';

export interface OpenDatabase {
  database: Database;
  /** Whether it was not closed the last time. */
  was_unclean: boolean;
  /** Checkpoints, closes, and lets go of the directory. */
  close(): void;
}

/** Before a migration changes anything; what it throws refuses the opening. */
export type BeforeUpgrade = (from: number, to: number) => Promise<void>;

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

const makePrivate = (dir: string) => {
  for (const name of ['chat8.db', 'chat8.lock']) {
    const path = join(dir, name);
    try {
      if (existsSync(path)) chmodSync(path, 0o600);
    } catch {
      throw new DataDirectoryError(`${path} is not writable: it belongs to another user`);
    }
  }
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

const openExisting = async (path: string, beforeUpgrade: BeforeUpgrade): Promise<Database> => {
  let database: Database | undefined;
  try {
    database = new Database(path, { create: true, strict: true });
    const { version } = database
      .query<{ version: number }, []>('SELECT user_version AS version FROM pragma_user_version')
      .get() ?? { version: 0 };
    const newest = newestMigration();
    if (version > newest) {
      throw new DataDirectoryError(`${path} was made by a newer Chat8; use that version or later`);
    }
    // Looked at before anything is set, which may already write.
    if (version === newest) examineSchema(path, database);
    if (version === 0) {
      mustBeNew(path, database);
      // Before its first table: the space of what is deleted can then be given back by and by.
      database.run('PRAGMA auto_vacuum = INCREMENTAL');
    }
    configure(database);
    if (version > 0 && version < newest) await beforeUpgrade(version, newest);
    migrate(database);
    // What was deleted just before a crash leaves the log here.
    emptyLog(database, 0);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof DataDirectoryError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataDirectoryError(`${path} can not be opened as a database: ${reason}`);
  }
};

/** @throws DataDirectoryError */
export const openDatabase = async (
  dir: string,
  beforeUpgrade: BeforeUpgrade = async () => {},
): Promise<OpenDatabase> => {
  prepareDirectory(dir);
  const path = join(dir, 'chat8.db');
  examineFiles(dir, path);
  const was_unclean = isUnclean(path);
  // SQLite gives its side files the mode of the database: that must be right from the first byte.
  const umask = process.umask(0o077);
  let release: (() => void) | undefined;
  try {
    release = takeLock(dir);
    const letGo = release;
    makePrivate(dir);
    const database = await openExisting(path, beforeUpgrade);
    return {
      database,
      was_unclean,
      close() {
        emptyLog(database, close_patience_ms);
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
