// Networks that an account was signed in from, as keyed hashes, so that no address is stored.
import { and, eq, lt, sql } from 'drizzle-orm';
import { known_networks_per_user_max } from '../protocol/limits';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { homes } from './schema/people';

const value = sql.placeholder;

export const createKnownNetworks = (db: Drizzle) => {
  const mine = eq(homes.user_id, value('user_id'));
  const find = prepared(() =>
    db
      .select()
      .from(homes)
      .where(and(mine, eq(homes.place, value('place'))))
      .prepare(),
  );
  const put = prepared(() =>
    db
      .insert(homes)
      .values({ user_id: value('user_id'), place: value('place'), used_at: value('now') })
      .onConflictDoUpdate({
        target: [homes.user_id, homes.place],
        set: { used_at: sql`${value('now')}` },
      })
      .prepare(),
  );
  const newest = db
    .select({ place: homes.place })
    .from(homes)
    .where(mine)
    .orderBy(sql`used_at DESC, rowid DESC`)
    .limit(known_networks_per_user_max);
  const trim = prepared(() =>
    db
      .delete(homes)
      .where(and(mine, sql`${homes.place} NOT IN ${newest}`))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(homes)
      .where(lt(homes.used_at, value('before')))
      .prepare(),
  );
  return {
    has: (user_id: number, place: Uint8Array): boolean =>
      find.get({ user_id, place }) !== undefined,
    /** Inside a ledger job; when there are too many, the one unused for longest is forgotten. */
    put(user_id: number, place: Uint8Array, now: number): void {
      put.run({ user_id, place, now });
      trim.run({ user_id });
    },
    sweep: (before: number): void => void sweep.run({ before }),
  };
};

export type KnownNetworks = ReturnType<typeof createKnownNetworks>;
