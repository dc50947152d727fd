// A conversation read page by page, as one of the two sees it.
import type { Database } from 'bun:sqlite';
import type { MessageRow, Sees, Side } from './message';
import { sees } from './message';

/** A message by its size: the text itself is not read for it. */
export interface SizedRow {
  id: number;
  bytes: number;
}

const createReading = <Row>(database: Database, columns: string) => {
  const page = (column: Sees, order: 'ASC' | 'DESC') =>
    database.prepare<Row, [number, number, number]>(
      `SELECT ${columns} FROM messages WHERE conversation_id = ? AND ${column} = 1
       ORDER BY id ${order} LIMIT ? OFFSET ?`,
    );
  const next = (column: Sees, order: string) =>
    database.prepare<Row, [number, number, number]>(
      `SELECT ${columns} FROM messages WHERE conversation_id = ? AND ${column} = 1 AND id ${order}
       LIMIT ?`,
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
    /** Newest first. `total` is the side's own count: the nearer end is read. */
    page(side: Side, total: number, offset: number, limit: number): Row[] {
      const count = Math.min(limit, total - offset);
      if (count <= 0) return [];
      const { newest, oldest } = pages[sees(side)];
      const fromOldest = total - offset - count;
      if (offset <= fromOldest) return newest.all(side.conversation_id, count, offset);
      return oldest.all(side.conversation_id, count, fromOldest).reverse();
    },
    /** Newest first, older than the message `id`. */
    before: (side: Side, id: number, limit: number): Row[] =>
      befores[sees(side)].all(side.conversation_id, id, limit),
    /** Oldest first, newer than the message `id`. */
    after: (side: Side, id: number, limit: number): Row[] =>
      afters[sees(side)].all(side.conversation_id, id, limit),
  };
};

export const createPages = (database: Database) => {
  const byId = database.prepare<MessageRow, [number]>('SELECT * FROM messages WHERE id = ?');
  const bytes = database.prepare<{ bytes: number }, [number]>(
    'SELECT octet_length(content) AS bytes FROM messages WHERE id = ?',
  );
  return {
    byId: (id: number) => byId.get(id) ?? undefined,
    /** Of its text; 0 if there is none. */
    bytesOf: (id: number): number => bytes.get(id)?.bytes ?? 0,
    ...createReading<MessageRow>(database, '*'),
    /** The same pages, by the size of each message. */
    sized: createReading<SizedRow>(database, 'id, octet_length(content) AS bytes'),
  };
};
