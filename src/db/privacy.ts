// What people let others know of them.
import type { Database } from 'bun:sqlite';
import { sql } from 'drizzle-orm';
import { createLru } from '../platform/lru';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { privacy } from './schema/people';

export type Privacy = Omit<typeof privacy.$inferSelect, 'user_id'>;

const people_cached_max = 20_000;

const OPEN: Privacy = { last_seen: true, read_receipts: true, typing: true };

const value = sql.placeholder;

export const createPrivacy = (db: Drizzle, database: Database) => {
  // By hand: every reading and every friend that is shown reads here, and drizzle doubles its cost.
  const row = prepared(() =>
    database.prepare<Record<keyof Privacy, number>, [number]>(
      'SELECT last_seen, read_receipts, typing FROM privacy WHERE user_id = ?',
    ),
  );
  const put = prepared(() =>
    db
      .insert(privacy)
      .values({
        user_id: value('user_id'),
        last_seen: value('last_seen'),
        read_receipts: value('read_receipts'),
        typing: value('typing'),
      })
      .onConflictDoUpdate({
        target: privacy.user_id,
        set: {
          last_seen: sql`excluded.last_seen`,
          read_receipts: sql`excluded.read_receipts`,
          typing: sql`excluded.typing`,
        },
      })
      .prepare(),
  );
  const stored = (user_id: number): Privacy => {
    const known = row.get(user_id);
    if (known === null) return OPEN;
    const { last_seen, read_receipts, typing } = known;
    return { last_seen: last_seen === 1, read_receipts: read_receipts === 1, typing: typing === 1 };
  };
  const known = createLru<number, Privacy>(people_cached_max);
  return {
    /** Cached: a read outside of a transaction locks the file, which costs more than the rest of it. */
    of(user_id: number): Privacy {
      const before = known.get(user_id);
      if (before !== undefined) return before;
      const read = stored(user_id);
      known.set(user_id, read);
      return read;
    },
    set(user_id: number, to: Privacy): void {
      put.run({ user_id, ...to });
      known.set(user_id, to);
    },
    /** After something was undone. */
    forget: known.clear,
  };
};

export type PrivacyStore = ReturnType<typeof createPrivacy>;
