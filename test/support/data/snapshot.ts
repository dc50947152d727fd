// All rows of a data directory's database, to show that nothing was changed.
import { Database } from 'bun:sqlite';
import { join } from 'node:path';

/** Sessions note their last use, and `meta` the last proof of health. */
const RESTLESS = /^(meta|sessions|sqlite_|message_words)/;

export const snapshot = (dir: string): Record<string, unknown[]> => {
  using database = new Database(join(dir, 'chat8.db'), { readonly: true });
  const tables = database
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => name)
    .filter((name) => !RESTLESS.test(name));
  return Object.fromEntries(
    tables.map((name) => [name, database.query(`SELECT * FROM ${name}`).all()]),
  );
};
