// Hides a whole conversation from one of the two, batch by batch. By hand, as pages are.
import type { Database } from 'bun:sqlite';
import { prepared } from '../file/drizzle';
import { deletionBatch, type Sees, type Side, sees } from './message';

interface Hidden {
  id: number;
  /** Whether the other one still sees it. */
  is_kept: number;
  is_unread: number;
  bytes: number;
}

export const createClearing = (database: Database) => {
  const statements = (mine: Sees, theirs: Sees) => ({
    next: prepared(() =>
      database.prepare<Hidden, [number, number, number, number]>(
        `SELECT id, ${theirs} AS is_kept, receiver_id = ?1 AND read_at IS NULL AS is_unread,
           octet_length(content) AS bytes
         FROM messages WHERE conversation_id = ?2 AND id <= ?3 AND ${mine} = 1
         ORDER BY id DESC LIMIT ?4`,
      ),
    ),
    hide: prepared(() =>
      database.prepare(
        `UPDATE messages SET ${mine} = 0
         WHERE conversation_id = ? AND id BETWEEN ? AND ? AND ${mine} = 1`,
      ),
    ),
  });
  const of = {
    low_sees: statements('low_sees', 'high_sees'),
    high_sees: statements('high_sees', 'low_sees'),
  };
  const lessOf = prepared(() =>
    database.prepare(
      `UPDATE contacts SET total = total - ?3, unread = unread - ?4,
         has_untold = max(has_untold, ?4 > 0)
       WHERE user_id = ?1 AND friend_id = ?2`,
    ),
  );
  return {
    /**
     * Hides the next ones up to that message, the newest first. Returns the ids of those that
     * nobody sees any more, and where to go on.
     */
    hideNext(side: Side, up_to: number, limit: number): { unseen: number[]; next: number } {
      const { conversation_id, user_id, friend_id } = side;
      const { next, hide } = of[sees(side)];
      const isNotes = user_id === friend_id;
      const found = next
        .all(user_id, conversation_id, up_to, limit)
        .map((row) => ({ ...row, isUnseen: isNotes || row.is_kept === 0 }));
      // What nobody sees is taken out of the search: large ones end a batch.
      const rows = deletionBatch(
        found.map((row) => ({ ...row, content: { length: row.isUnseen ? row.bytes : 0 } })),
      );
      const [newest, oldest] = [rows[0], rows.at(-1)];
      if (newest === undefined || oldest === undefined) return { unseen: [], next: 0 };
      hide.run(conversation_id, oldest.id, newest.id);
      const unread = rows.filter(({ is_unread }) => is_unread === 1).length;
      lessOf.run(user_id, friend_id, rows.length, unread);
      const isLast = rows.length === found.length && found.length < limit;
      return {
        unseen: rows.filter(({ isUnseen }) => isUnseen).map(({ id }) => id),
        next: isLast ? 0 : oldest.id - 1,
      };
    },
  };
};
