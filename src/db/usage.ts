// Sizes and counts, in total and for each person; never any content.
import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { usage_fresh_ms } from '../protocol/limits';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { contacts, files } from './schema/chats';
import { users } from './schema/people';

interface Totals {
  users: number;
  uploads: number;
  upload_bytes: number;
}

interface UserUsage {
  uploads: number;
  upload_bytes: number;
  /** In the histories that the person sees. */
  messages: number;
}

export const createUsage = (db: Drizzle) => {
  const alive = isNull(files.doomed_at);
  const bytes = sql<number>`coalesce(sum(${files.size}), 0)`;
  const people = prepared(() =>
    db.select({ users: count() }).from(users).where(isNull(users.erased_at)).prepare(),
  );
  const stored = prepared(() =>
    db.select({ uploads: count(), upload_bytes: bytes }).from(files).where(alive).prepare(),
  );
  const seen = db
    .select({ total: sql<number>`coalesce(sum(${contacts.total}), 0)` })
    .from(contacts)
    .where(eq(contacts.user_id, users.id));
  const shares = prepared(() =>
    db
      .select({
        id: users.id,
        uploads: count(files.id),
        upload_bytes: bytes,
        messages: sql<number>`${seen}`,
      })
      .from(users)
      .leftJoin(files, and(eq(files.owner_id, users.id), alive))
      .where(isNull(users.erased_at))
      .groupBy(users.id)
      .prepare(),
  );
  let known: Totals | undefined;
  let known_at = Number.NEGATIVE_INFINITY;
  return {
    /** At most a minute old, so that frequent calls don't read the tables each time. */
    totals(): Totals {
      const now = performance.now();
      if (known === undefined || now - known_at > usage_fresh_ms) {
        known = { users: 0, uploads: 0, upload_bytes: 0, ...people.get(), ...stored.get() };
        known_at = now;
      }
      return known;
    },
    /** As it is now. */
    fresh(): Totals {
      known_at = Number.NEGATIVE_INFINITY;
      return this.totals();
    },
    byUser: (): Map<number, UserUsage> =>
      new Map(shares.all().map(({ id, ...share }) => [id, share])),
  };
};

export type Usage = ReturnType<typeof createUsage>;
