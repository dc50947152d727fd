// Networks that an account was signed in from, as keyed hashes, so that no address is stored.
import { and, eq, lt, sql } from 'drizzle-orm';
import { known_networks_per_user_max } from '../protocol/limits';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { knownNetworks } from './schema/people';

const value = sql.placeholder;

export const createKnownNetworks = (db: Drizzle) => {
  const own = eq(knownNetworks.user_id, value('user_id'));
  const find = prepared(() =>
    db
      .select()
      .from(knownNetworks)
      .where(and(own, eq(knownNetworks.network, value('network'))))
      .prepare(),
  );
  const put = prepared(() =>
    db
      .insert(knownNetworks)
      .values({ user_id: value('user_id'), network: value('network'), used_at: value('now') })
      .onConflictDoUpdate({
        target: [knownNetworks.user_id, knownNetworks.network],
        set: { used_at: sql`${value('now')}` },
      })
      .prepare(),
  );
  const newest = db
    .select({ network: knownNetworks.network })
    .from(knownNetworks)
    .where(own)
    .orderBy(sql`used_at DESC, rowid DESC`)
    .limit(known_networks_per_user_max);
  const trim = prepared(() =>
    db
      .delete(knownNetworks)
      .where(and(own, sql`${knownNetworks.network} NOT IN ${newest}`))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(knownNetworks)
      .where(lt(knownNetworks.used_at, value('before')))
      .prepare(),
  );
  return {
    has: (user_id: number, network: Uint8Array): boolean =>
      find.get({ user_id, network }) !== undefined,
    /** Inside a ledger job; when there are too many, the one unused for longest is forgotten. */
    put(user_id: number, network: Uint8Array, now: number): void {
      put.run({ user_id, network, now });
      trim.run({ user_id });
    },
    sweep: (before: number): void => void sweep.run({ before }),
  };
};

export type KnownNetworks = ReturnType<typeof createKnownNetworks>;
