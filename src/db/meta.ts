// What the server keeps about itself: the epoch of its event logs, and watermarks.
import type { Database } from 'bun:sqlite';
import { prepared } from './file/drizzle';

const PUT = `INSERT INTO meta (key, value) VALUES (?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/** For a database that is closed right after: what `prepare` makes would keep it open. */
export const putMeta = (database: Database, key: string, value: string): void =>
  void database.query(PUT).run(key, value);

// By hand: a start reads here first, and drizzle's statements would be a fiftieth of its time.
export const createMeta = (database: Database) => {
  const byKey = prepared(() =>
    database.prepare<{ value: string }, [string]>('SELECT value FROM meta WHERE key = ?'),
  );
  const insert = prepared(() => database.prepare<unknown, [string, string]>(PUT));
  const read = (key: string): string | undefined => byKey.get(key)?.value;
  const put = (key: string, value: string): void => void insert.run(key, value);
  return {
    read,
    /** A time in milliseconds; null if there is none. */
    time(key: string): number | null {
      const text = read(key);
      return text === undefined ? null : Number(text);
    },
    put,
    /** The value, made once by `make` if there is none yet. */
    once(key: string, make: () => string): string {
      const known = read(key);
      if (known !== undefined) return known;
      const value = make();
      put(key, value);
      return value;
    },
  };
};

export type Meta = ReturnType<typeof createMeta>;
