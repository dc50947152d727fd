// Uploads that come in parts, until they are complete.
import { and, count, eq, lt, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { partial_uploads as table } from './schema/chats';

export type PartialUpload = typeof table.$inferSelect;

const value = sql.placeholder;

export const createPartialUploads = (db: Drizzle) => {
  const byId = prepared(() =>
    db
      .select()
      .from(table)
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(table)
      .values({
        id: value('id'),
        user_id: value('user_id'),
        session_id: value('session_id'),
        receiver_id: value('receiver_id'),
        name: value('name'),
        size: value('size'),
        active_at: value('now'),
      })
      .prepare(),
  );
  const advance = prepared(() =>
    db
      .update(table)
      .set({ received: sql`${value('received')}`, active_at: sql`${value('now')}` })
      .where(and(eq(table.id, value('id')), eq(table.received, value('before'))))
      .returning({ id: table.id })
      .prepare(),
  );
  const forget = prepared(() =>
    db
      .delete(table)
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const ofUser = prepared(() =>
    db
      .select({ uploads: count(), bytes: sql<number>`coalesce(sum(${table.size}), 0)` })
      .from(table)
      .where(eq(table.user_id, value('user_id')))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(table)
      .where(lt(table.active_at, value('before')))
      .prepare(),
  );
  const ids = prepared(() => db.select({ id: table.id }).from(table).prepare());
  return {
    byId: (id: string): PartialUpload | undefined => byId.get({ id }),
    add: (upload: Omit<PartialUpload, 'received' | 'active_at'> & { now: number }): void =>
      void insert.run(upload),
    /** Counts what is durable by now; false if the row went, or another part came first. */
    advance: (step: { id: string; before: number; received: number; now: number }): boolean =>
      advance.get(step) !== undefined,
    forget: (id: string): void => void forget.run({ id }),
    /** How many a person has begun, and what they take of the quota. */
    ofUser: (user_id: number): { uploads: number; bytes: number } =>
      ofUser.get({ user_id }) ?? { uploads: 0, bytes: 0 },
    /** Those that got nothing since then (ms). */
    sweep: (before: number): void => void sweep.run({ before }),
    ids: (): string[] => ids.all().map(({ id }) => id),
  };
};

export type PartialUploads = ReturnType<typeof createPartialUploads>;
