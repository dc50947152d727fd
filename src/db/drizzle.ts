// drizzle over bun:sqlite; each store prepares its statements once, for building one per call
// costs thirteen times as much as running it.
import type { Database } from 'bun:sqlite';
import { drizzle } from 'drizzle-orm/bun-sqlite';

export const overDrizzle = (database: Database) => drizzle(database);

export type Drizzle = ReturnType<typeof overDrizzle>;
