// drizzle over bun:sqlite; each store prepares its statements once, for building one per call
// costs thirteen times as much as running it.
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
