// What the server keeps about itself: the epoch of its event logs and secrets of the data.
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { meta } from './schema/log';

export const createMeta = (db: Drizzle) => {
  const byKey = prepared(() =>
    db
      .select({ value: meta.value })
      .from(meta)
      .where(eq(meta.key, sql.placeholder('key')))
      .prepare(),
  );
  const put = prepared(() =>
    db
      .insert(meta)
      .values({ key: sql.placeholder('key'), value: sql.placeholder('value') })
      .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
      .prepare(),
  );
  const read = (key: string): string | undefined => byKey.get({ key })?.value;
  return {
    read,
    put: (key: string, value: string): void => void put.run({ key, value }),
    /** The value, made once by `make` where there is none yet. */
    once(key: string, make: () => string): string {
      const known = read(key);
      if (known !== undefined) return known;
      const value = make();
      put.run({ key, value });
      return value;
    },
  };
};

export type Meta = ReturnType<typeof createMeta>;
