// The index of what people wrote unencrypted, without what calls left. It follows behind the messages, up
// to a watermark, so that sending does not pay for it; a search first catches up. By hand: drizzle knows
// no FTS5.
import type { Database } from 'bun:sqlite';
import { search_index_batch_messages, search_index_batch_units } from '../../protocol/limits';
import { createFinder } from './search-finder';
import type { Indexed } from './search-index';
import { createSearchIndex, createSegments, scopeOf } from './search-index';
import { createSearchRemoval } from './search-removal';
import { toWords } from './tokenizer';

export const createSearch = (database: Database) => {
  const watermark = database.prepare<{ value: string }, []>(
    `SELECT value FROM meta WHERE key = 'indexed_up_to'`,
  );
  const advance = database.prepare(
    `INSERT INTO meta (key, value) VALUES ('indexed_up_to', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const next = database.prepare<Indexed & { deleted_at: number | null }, [number, number]>(
    `SELECT id, conversation_id, sender_id, receiver_id, content, is_encrypted, call_id,
       deleted_at
     FROM messages WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const { add } = createSearchIndex(database);
  const removal = createSearchRemoval(database);
  const segments = createSegments(database);
  const newest = database.prepare<{ id: number | null }, []>('SELECT max(id) AS id FROM messages');
  const upTo = () => Number(watermark.get()?.value ?? 0);

  const has = (row: Indexed): boolean =>
    row.id <= upTo() && !row.is_encrypted && row.call_id === null;

  return {
    /**
     * Indexes the next batch; inside a ledger job. True if there may be more. By what there is to
     * index, not by messages: 512 large ones held the loop for 1.7 s.
     */
    advance(): boolean {
      let units = 0;
      let count = 0;
      let last: number | undefined;
      segments.willChange();
      // Read one by one, or a whole batch of large ones would be read for the first of them.
      for (const row of next.iterate(upTo(), search_index_batch_messages)) {
        last = row.id;
        count += 1;
        if (row.is_encrypted || row.call_id !== null || row.deleted_at !== null) continue;
        const words = toWords(row.content);
        units += words.length;
        add(row.id, scopeOf(row), words);
        if (units >= search_index_batch_units) break;
      }
      if (last !== undefined) advance.run(String(last));
      return count === search_index_batch_messages || units >= search_index_batch_units;
    },
    /** The newest message there is. */
    newest: (): number => newest.get()?.id ?? 0,
    isBehind: (): boolean => next.get(upTo(), 1) !== null,
    /** Whether the words of that message are in it. */
    has,
    /** Before a message loses its text; inside a ledger job. */
    forget(row: Indexed): void {
      if (!has(row)) return;
      segments.willChange();
      removal.forget(row);
    },
    /** The same message with another text; inside a ledger job. */
    replace(row: Indexed, content: string): void {
      if (row.id > upTo() || row.is_encrypted) return;
      segments.willChange();
      removal.replace(row, content);
    },
    removeMore(): boolean {
      const isSome = removal.removeMore();
      if (isSome) segments.willChange();
      return isSome;
    },
    isUniteDue: segments.isDue,
    uniteMore: segments.uniteMore,
    ...createFinder(database),
  };
};

export type Search = ReturnType<typeof createSearch>;
