// Receipts: up to which message the receiver has read a conversation, and up to which it was delivered.
import type { Database } from 'bun:sqlite';
import { type Sees, type Side, sees } from './message';

export const createReceipts = (database: Database) => {
  // What the reader has hidden stays as it was: unread.
  const reading = (mine: Sees) =>
    database.prepare<{ id: number }, [number, number, number, number, number, number]>(
      `UPDATE messages SET read_at = ?1, read_untold = ?6 WHERE conversation_id = ?2 AND id > ?3 AND id <= ?4
         AND receiver_id = ?5 AND read_at IS NULL AND deleted_at IS NULL AND ${mine} = 1
       RETURNING id`,
    );
  const reads = { low_sees: reading('low_sees'), high_sees: reading('high_sees') };
  // Counted down, not anew: whoever reads on in a long conversation would look at all that is still
  // unread with each step. At the end nothing is.
  const count = database.prepare(
    `UPDATE contacts SET read_up_to = ?3, has_untold = max(has_untold, ?4),
       unread = iif(?3 < last_message_id, max(0, unread - ?5), 0)
     WHERE user_id = ?1 AND friend_id = ?2`,
  );
  const deliver = database.prepare(
    `UPDATE contacts SET delivered_up_to = ?3
     WHERE user_id = ?1 AND friend_id = ?2 AND delivered_up_to < ?3`,
  );
  return {
    /** Marks all of the side's unread messages up to that id; returns which. */
    readUpTo(
      side: Side & { read_up_to: number },
      up_to: number,
      now: number,
      isTold: boolean,
    ): number[] {
      const untold = isTold ? 0 : 1;
      const { user_id, friend_id, conversation_id, read_up_to } = side;
      if (up_to <= read_up_to) return [];
      const read = reads[sees(side)];
      const marked = read.all(now, conversation_id, read_up_to, up_to, user_id, untold);
      count.run(user_id, friend_id, up_to, marked.length > 0 ? untold : 0, marked.length);
      return marked.map(({ id }) => id);
    },
    /** False if that much was delivered before. */
    deliverUpTo: ({ user_id, friend_id }: Side, up_to: number): boolean =>
      deliver.run(user_id, friend_id, up_to).changes > 0,
  };
};
