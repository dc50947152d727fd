// The rule for stores: drizzle (schema, migrations, queries), wherever nobody could notice that it
// is slower. Each statement is prepared once: building it per call costs thirteen times the run.
// SQL is written by hand only if a figure asks for it, such as on the path of every message, where
// drizzle doubles the cost of a statement, or if drizzle can't express it: pragmas, savepoints,
// FTS5, a schema from before this program. A line there says which.
import type { Database } from 'bun:sqlite';
import { drizzle } from 'drizzle-orm/bun-sqlite';

export const overDrizzle = (database: Database) => drizzle(database);

export type Drizzle = ReturnType<typeof overDrizzle>;

/**
 * A statement that is prepared with its first use and kept: preparing all of them would be a
 * fifth of the time of a start.
 */
export const prepared = <Statement extends object>(prepare: () => Statement): Statement => {
  let statement: Statement | undefined;
  return new Proxy({} as Statement, {
    get(_, name) {
      statement ??= prepare();
      const member = Reflect.get(statement, name);
      return typeof member === 'function' ? member.bind(statement) : member;
    },
  });
};
