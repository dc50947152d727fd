// Brings a database to the program's schema. drizzle's own migrator switches foreign keys off
// inside its transaction, where that does nothing, and a table rebuild then deletes child rows.
import type { Database } from 'bun:sqlite';
import { bundledMigrations } from './migrations';

/** The schema version of this program: `user_version` counts the migrations applied. */
export const newestMigration = (): number => bundledMigrations().length;

/** Of a database: 0 before its first table. */
export const schemaVersion = (database: Database): number =>
  database.query<{ user_version: number }, []>('PRAGMA user_version').get()?.user_version ?? 0;

/** All or nothing. @throws SQLite's errors, Error if a migration leaves a broken reference */
export const migrate = (database: Database): void => {
  const pending = bundledMigrations().slice(schemaVersion(database));
  if (pending.length === 0) return;
  database.run('PRAGMA foreign_keys = OFF');
  database.run('BEGIN IMMEDIATE');
  try {
    for (const { statements } of pending) for (const sql of statements) database.run(sql);
    const broken = database.query('PRAGMA foreign_key_check').all();
    if (broken.length > 0) throw new Error(`a migration would break ${broken.length} references`);
    database.run(`PRAGMA user_version = ${newestMigration()}`);
    database.run('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.run('ROLLBACK');
    throw error;
  } finally {
    database.run('PRAGMA foreign_keys = ON');
  }
};
