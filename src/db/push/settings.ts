// What a person lets all of their devices hear.
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { push_settings } from '../schema/push';

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

export type PushSettingsStore = ReturnType<typeof createPushSettings>;
