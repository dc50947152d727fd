// Messages that are older than the operator keeps them; each is checked once.
import { eq, gt, sql } from 'drizzle-orm';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { messages } from '../schema/chats';
import { meta } from '../schema/events';
import { deletionBatch, type MessageRow } from './message';

const value = sql.placeholder;

export const createRetention = (db: Drizzle) => {
  const key = 'expired_up_to';
  const watermark = prepared(() =>
    db.select({ id: meta.value }).from(meta).where(eq(meta.key, key)).prepare(),
  );
  const advance = prepared(() =>
    db
      .insert(meta)
      .values({ key, value: value('id') })
      .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
      .prepare(),
  );
  // Ids grow with time: the first young message ends the search.
  const next = prepared(() =>
    db
      .select()
      .from(messages)
      .where(gt(messages.id, value('id')))
      .orderBy(messages.id)
      .limit(value('limit'))
      .prepare(),
  );
  return {
    /** The next messages from before that time (ms), tombstones included; inside a ledger job. */
    take(before: number, limit: number): MessageRow[] {
      const rows = deletionBatch(next.all({ id: Number(watermark.get()?.id ?? 0), limit }));
      const young = rows.findIndex(({ created_at }) => created_at >= before);
      const old = young < 0 ? rows : rows.slice(0, young);
      const last = old.at(-1);
      if (last !== undefined) advance.run({ id: String(last.id) });
      return old.map((row) => ({ ...row, is_encrypted: Number(row.is_encrypted) }));
    },
  };
};

export type Retention = ReturnType<typeof createRetention>;
