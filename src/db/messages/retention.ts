// Messages by age: what is older than the operator keeps, each looked at once.
import type { Database } from 'bun:sqlite';
import type { MessageRow } from './message';

export const createRetention = (database: Database) => {
  const watermark = database.prepare<{ value: string }, []>(
    `SELECT value FROM meta WHERE key = 'expired_up_to'`,
  );
  const advance = database.prepare(
    `INSERT INTO meta (key, value) VALUES ('expired_up_to', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  // Ids grow with time: the first young message ends the search.
  const next = database.prepare<MessageRow, [number, number]>(
    'SELECT * FROM messages WHERE id > ? ORDER BY id LIMIT ?',
  );
  return {
    /** The next messages from before that time (ms), tombstones included; inside a ledger job. */
    take(before: number, limit: number): MessageRow[] {
      const rows = next.all(Number(watermark.get()?.value ?? 0), limit);
      const young = rows.findIndex(({ created_at }) => created_at >= before);
      const old = young < 0 ? rows : rows.slice(0, young);
      const last = old.at(-1);
      if (last !== undefined) advance.run(String(last.id));
      return old;
    },
  };
};

export type Retention = ReturnType<typeof createRetention>;
