// A conversation read page by page, as one of the two sees it.
import type { Database } from 'bun:sqlite';
import type { MessageRow, Side } from './message';
import { sees } from './message';

export const createPages = (database: Database) => {
  const byId = database.prepare<MessageRow, [number]>('SELECT * FROM messages WHERE id = ?');
  const page = (column: 'low_sees' | 'high_sees', order: 'ASC' | 'DESC') =>
    database.prepare<MessageRow, [number, number, number]>(
      `SELECT * FROM messages WHERE conversation_id = ? AND ${column} = 1
       ORDER BY id ${order} LIMIT ? OFFSET ?`,
    );
  const next = (column: 'low_sees' | 'high_sees', order: string) =>
    database.prepare<MessageRow, [number, number, number]>(
      `SELECT * FROM messages WHERE conversation_id = ? AND ${column} = 1 AND id ${order} LIMIT ?`,
    );
  const pages = {
    low_sees: { newest: page('low_sees', 'DESC'), oldest: page('low_sees', 'ASC') },
    high_sees: { newest: page('high_sees', 'DESC'), oldest: page('high_sees', 'ASC') },
  };
  const both = (order: string) => ({
    low_sees: next('low_sees', order),
    high_sees: next('high_sees', order),
  });
  const [befores, afters] = [both('< ? ORDER BY id DESC'), both('> ? ORDER BY id')];
  return {
    byId: (id: number) => byId.get(id) ?? undefined,
    /** Newest first. `total` is the side's own count: the nearer end is read. */
    page(side: Side, total: number, offset: number, limit: number): MessageRow[] {
      const count = Math.min(limit, total - offset);
      if (count <= 0) return [];
      const { newest, oldest } = pages[sees(side)];
      const fromOldest = total - offset - count;
      if (offset <= fromOldest) return newest.all(side.conversation_id, count, offset);
      return oldest.all(side.conversation_id, count, fromOldest).reverse();
    },
    /** Newest first, older than the message `id`. */
    before: (side: Side, id: number, limit: number): MessageRow[] =>
      befores[sees(side)].all(side.conversation_id, id, limit),
    /** Oldest first, newer than the message `id`. */
    after: (side: Side, id: number, limit: number): MessageRow[] =>
      afters[sees(side)].all(side.conversation_id, id, limit),
  };
};
