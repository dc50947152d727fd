// Whether a database is one of this program, and has all of its tables and indexes.
import type { Database } from 'bun:sqlite';
import { newestMigration, schemaVersion } from './migrate';
import { WANTED } from './schema-names';

interface Named {
  type: string;
  name: string;
}

export const schemaOf = (database: Database): Named[] =>
  database.query<Named, []>("SELECT type, name FROM sqlite_schema WHERE name != ''").all();

/** For a database of this version: each table is there, and its first page can be read. */
const schemaFault = (database: Database): string | undefined => {
  const there = new Set(schemaOf(database).map(({ name }) => name));
  const missing = WANTED.find(({ name }) => !there.has(name));
  if (missing) return `is damaged: the ${missing.type} ${missing.name} is missing`;
  for (const { type, name } of WANTED) {
    if (type === 'table') database.query(`SELECT * FROM "${name}" NOT INDEXED LIMIT 1`).get();
  }
  return undefined;
};

/** What is wrong with it, in words that follow its path. @throws SQLite's errors of damage */
export const contentFault = (database: Database): string | undefined => {
  const version = schemaVersion(database);
  const newest = newestMigration();
  if (version < 0) return 'is damaged: its header makes no sense';
  if (version > newest) return 'was made by a newer Chat8; use that version or later';
  if (version === newest) return schemaFault(database);
  return version === 0 && schemaOf(database).length > 0
    ? 'is a database of another program'
    : undefined;
};
