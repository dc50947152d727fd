// What a person lets all of their devices hear, and endpoints that are dead.
import { eq, lt, sql } from 'drizzle-orm';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { dead_endpoints, push_settings } from '../schema/push';

export interface PushSettings {
  dnd_until: number | null;
  calls_only: boolean;
}

const NOTHING_SAID: PushSettings = { dnd_until: null, calls_only: false };
const value = sql.placeholder;

export const createPushSettings = (db: Drizzle) => {
  const { user_id, dnd_until, calls_only } = push_settings;
  const of = prepared(() =>
    db
      .select({ dnd_until, calls_only })
      .from(push_settings)
      .where(eq(user_id, value('user_id')))
      .prepare(),
  );
  return {
    of: (user_id: number): PushSettings => of.get({ user_id }) ?? NOTHING_SAID,
    set(id: number, settings: PushSettings): void {
      db.insert(push_settings)
        .values({ user_id: id, ...settings })
        .onConflictDoUpdate({ target: user_id, set: settings })
        .run();
    },
  };
};

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

export type PushSettingsStore = ReturnType<typeof createPushSettings>;
export type DeadEndpoints = ReturnType<typeof createDeadEndpoints>;
