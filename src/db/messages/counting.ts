// Counts what was written: on both sides of the conversation, and in what its writer takes of the disk.
import type { Database } from 'bun:sqlite';

interface Written {
  id: number;
  sender_id: number;
  receiver_id: number;
  content: string;
}

/**
 * Whatever adds a message calls it. A trigger would count the bytes for every writer, but SQLite
 * copies each page that an insert with a trigger changes, at half of the price of a message.
 */
export const createCounting = (database: Database) => {
  // Without RETURNING: SQLite would copy each page before it changes it, at three times the cost.
  const side = database.prepare<unknown, [number, number, number, number]>(
    `UPDATE contacts SET total = total + 1, last_message_id = ?3, unread = unread + ?4
     WHERE user_id = ?1 AND friend_id = ?2`,
  );
  const bytes = database.prepare<unknown, [number, number]>(
    'UPDATE storage SET messages = messages + ?2 WHERE user_id = ?1',
  );
  /** A note to oneself has one side. */
  return ({ id, sender_id, receiver_id, content }: Written, isUnread: boolean): void => {
    side.run(sender_id, receiver_id, id, 0);
    if (receiver_id !== sender_id) side.run(receiver_id, sender_id, id, isUnread ? 1 : 0);
    bytes.run(sender_id, Buffer.byteLength(content));
  };
};

export type Counting = ReturnType<typeof createCounting>;
