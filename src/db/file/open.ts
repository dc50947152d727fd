// Opens the database of a data directory, or refuses it and leaves every file as it was.
import type { Database } from 'bun:sqlite';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE } from '../../platform/data-names';
import { reasonOf } from '../../protocol/errors';
import { close_patience_ms } from '../../protocol/limits';
import { truncateWal } from './checkpoint';
import type { Checkpointer } from './checkpointer';
import { createCheckpointer } from './checkpointer';
import { connect, whenFree } from './connect';
import { contentFault } from './contents';
import { DataDirectoryError } from './data-directory-error';
import { lockWhole, makePrivate, prepareDirectory } from './directory';
import { isUnclean } from './examine';
import { migrate, newestMigration, schemaVersion } from './migrate';
import { readUntouched } from './read';

export interface OpenDatabase {
  database: Database;
  checkpointer: Checkpointer;
  /** Whether it was not closed properly the last time. */
  was_unclean: boolean;
  /** Checkpoints, closes, and unlocks the directory. */
  close(): void;
}

/** Called before a migration changes anything; if it throws, the database is not opened. */
type BeforeUpgrade = (from: number, to: number) => Promise<void>;

const configure = (database: Database) => {
  whenFree(() => database.run('PRAGMA journal_mode = WAL'));
  // A page that many transactions change is then copied back once. Mostly a thread has done it by
  // then (checkpointer.ts); 32 MiB of log at most.
  database.run('PRAGMA wal_autocheckpoint = 8192');
  database.run('PRAGMA synchronous = FULL');
  database.run('PRAGMA foreign_keys = ON');
  database.run('PRAGMA secure_delete = ON');
  database.run('PRAGMA cache_size = -16384');
  database.run('PRAGMA temp_store = MEMORY');
};

/** SQLite's error, as what it means for the directory. */
const inWords = (path: string, error: unknown): DataDirectoryError => {
  if (error instanceof DataDirectoryError) return error;
  return new DataDirectoryError(`${path} cannot be opened as a database: ${reasonOf(error)}`);
};

/** Checked before it is opened for writing, because opening and closing already changes files. */
const mustBeOurs = (path: string) => {
  if (!existsSync(path)) return;
  try {
    const fault = readUntouched(path, contentFault);
    if (fault) throw new DataDirectoryError(`${path} ${fault}`);
  } catch (error) {
    throw inWords(path, error);
  }
};

const open = async (path: string, beforeUpgrade: BeforeUpgrade): Promise<Database> => {
  let database: Database | undefined;
  try {
    database = connect(path, { create: true, strict: true });
    const version = schemaVersion(database);
    const newest = newestMigration();
    // Before its first table: freed space can then be given back step by step.
    if (version === 0) database.run('PRAGMA auto_vacuum = INCREMENTAL');
    configure(database);
    if (version > 0 && version < newest) {
      await beforeUpgrade(version, newest).catch((error) => {
        throw new DataDirectoryError(`${path} was left as it is: ${reasonOf(error)}`);
      });
    }
    migrate(database);
    // What was deleted just before a crash leaves the log here.
    if (isUnclean(path)) truncateWal(database, 0);
    return database;
  } catch (error) {
    database?.close();
    throw inWords(path, error);
  }
};

/** @throws DataDirectoryError */
export const openDatabase = async (
  dir: string,
  beforeUpgrade: BeforeUpgrade = async () => {},
): Promise<OpenDatabase> => {
  prepareDirectory(dir);
  const path = join(dir, DATABASE);
  // SQLite gives its side files the mode of the database: that must be right from the first byte.
  const umask = process.umask(0o077);
  let release: (() => void) | undefined;
  try {
    const letGo = lockWhole(dir, path);
    release = letGo;
    const was_unclean = isUnclean(path);
    mustBeOurs(path);
    makePrivate(dir);
    const database = await open(path, beforeUpgrade);
    const checkpointer = createCheckpointer(database);
    return {
      database,
      checkpointer,
      was_unclean,
      close() {
        checkpointer.stop();
        truncateWal(database, close_patience_ms);
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
