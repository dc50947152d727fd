// Hides a message from one history, or deletes it from both.
import type { Database } from 'bun:sqlite';
import type { MessageRow } from './message';
import { sees } from './message';

export const createVisibility = (database: Database) => {
  const read = database.prepare(
    'UPDATE messages SET read_at = ?, read_untold = ? WHERE id = ? AND read_at IS NULL',
  );
  const lessUnread = database.prepare(
    'UPDATE contacts SET unread = unread - 1 WHERE user_id = ? AND friend_id = ?',
  );
  const hide = {
    low_sees: database.prepare('UPDATE messages SET low_sees = 0 WHERE id = ?'),
    high_sees: database.prepare('UPDATE messages SET high_sees = 0 WHERE id = ?'),
  };
  // What was hidden unread, or read by who tells nobody, is never told as read.
  const noteUntold = database.prepare(
    'UPDATE contacts SET has_untold = 1 WHERE user_id = ? AND friend_id = ?',
  );
  const lessTotal = database.prepare(
    'UPDATE contacts SET total = total - 1 WHERE user_id = ? AND friend_id = ?',
  );
  const erase = database.prepare(
    `UPDATE messages SET content = '', file_id = NULL, call_id = NULL, expires_at = NULL,
       deleted_at = ?
     WHERE id = ?`,
  );
  const eraseButText = database.prepare(
    `UPDATE messages SET file_id = NULL, call_id = NULL, expires_at = NULL, deleted_at = ?
     WHERE id = ?`,
  );
  const blank = database.prepare(`UPDATE messages SET content = '' WHERE id = ?`);
  const hideFrom = (row: MessageRow, user_id: number): void => {
    const friend_id = user_id === row.sender_id ? row.receiver_id : row.sender_id;
    const column = sees({ user_id, friend_id });
    if (row[column] === 0) return;
    hide[column].run(row.id);
    lessTotal.run(user_id, friend_id);
    const unread = row.read_at === null && row.deleted_at === null;
    if (user_id !== row.receiver_id || !unread) return;
    lessUnread.run(user_id, friend_id);
    noteUntold.run(user_id, friend_id);
  };
  return {
    isVisible: (row: MessageRow, user_id: number, friend_id: number): boolean =>
      row[sees({ user_id, friend_id })] === 1,
    markRead(row: MessageRow, now: number, isTold: boolean): void {
      read.run(now, isTold ? 0 : 1, row.id);
      lessUnread.run(row.receiver_id, row.sender_id);
      if (!isTold) noteUntold.run(row.receiver_id, row.sender_id);
    },
    hideFrom,
    /**
     * Leaves a tombstone: no content, no file, in nobody's history. With `keepsText` the text, which
     * nobody sees, goes later.
     */
    erase(row: MessageRow, now: number, keepsText = false): void {
      hideFrom(row, row.sender_id);
      if (row.receiver_id !== row.sender_id) hideFrom(row, row.receiver_id);
      (keepsText ? eraseButText : erase).run(now, row.id);
    },
    blank: (id: number): void => void blank.run(id),
  };
};
