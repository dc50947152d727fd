// Endpoints that their push services ended, as hashes: nobody subscribes by them again.
import { eq, lt, sql } from 'drizzle-orm';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { dead_endpoints } from '../schema/push';

const value = sql.placeholder;

export const createDeadEndpoints = (db: Drizzle) => {
  const find = prepared(() =>
    db
      .select()
      .from(dead_endpoints)
      .where(eq(dead_endpoints.hash, value('hash')))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(dead_endpoints)
      .where(lt(dead_endpoints.died_at, value('before')))
      .prepare(),
  );
  return {
    has: (hash: Buffer): boolean => find.get({ hash }) !== undefined,
    add(hash: Buffer, died_at: number): void {
      db.insert(dead_endpoints)
        .values({ hash, died_at })
        .onConflictDoUpdate({ target: dead_endpoints.hash, set: { died_at } })
        .run();
    },
    sweep: (before: number): void => void sweep.run({ before }),
  };
};

export type DeadEndpoints = ReturnType<typeof createDeadEndpoints>;
