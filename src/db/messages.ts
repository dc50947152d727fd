// Messages and each side's view of them. Raw statements: this is the hottest path of all, and
// drizzle's layer doubles what a prepared statement costs.
import type { Database } from 'bun:sqlite';
import type { FileRow } from './files';

export interface MessageRow {
  id: number;
  conversation_id: number;
  sender_id: number;
  receiver_id: number;
  content: string;
  message_type: 'text' | 'image' | 'file' | 'audio' | 'video';
  is_encrypted: number;
  client_id: string | null;
  file_id: string | null;
  reply_to: number | null;
  created_at: number;
  edited_at: number | null;
  read_at: number | null;
  deleted_at: number | null;
  low_sees: number;
  high_sees: number;
}

export type NewMessage = Pick<
  MessageRow,
  | 'conversation_id'
  | 'sender_id'
  | 'receiver_id'
  | 'content'
  | 'message_type'
  | 'client_id'
  | 'file_id'
  | 'reply_to'
  | 'created_at'
> & { is_encrypted: boolean };

/** One person's part of a conversation. */
export interface Side {
  conversation_id: number;
  user_id: number;
  friend_id: number;
}

const sees = (side: Pick<Side, 'user_id' | 'friend_id'>) =>
  side.user_id < side.friend_id ? 'low_sees' : 'high_sees';

const createReading = (database: Database) => {
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

const createMarks = (database: Database) => {
  const read = database.prepare<{ id: number }, [number, number, number, number, number]>(
    `UPDATE messages SET read_at = ?1 WHERE conversation_id = ?2 AND id > ?3 AND id <= ?4
       AND receiver_id = ?5 AND read_at IS NULL AND deleted_at IS NULL RETURNING id`,
  );
  const recount = database.prepare(
    `UPDATE contacts SET read_up_to = ?3, unread = (
       SELECT count(*) FROM messages WHERE conversation_id = contacts.conversation_id
         AND id > ?3 AND receiver_id = ?1 AND read_at IS NULL AND deleted_at IS NULL
         AND CASE WHEN ?1 < ?2 THEN low_sees ELSE high_sees END = 1)
     WHERE user_id = ?1 AND friend_id = ?2`,
  );
  const deliver = database.prepare(
    `UPDATE contacts SET delivered_up_to = ?3
     WHERE user_id = ?1 AND friend_id = ?2 AND delivered_up_to < ?3`,
  );
  const edit = database.prepare('UPDATE messages SET content = ?, edited_at = ? WHERE id = ?');
  const react = database.prepare(
    'INSERT OR IGNORE INTO reactions (message_id, user_id, emoji, created_at) VALUES (?, ?, ?, ?)',
  );
  const unreact = database.prepare(
    'DELETE FROM reactions WHERE message_id = ? AND user_id = ? AND emoji = ?',
  );
  const unreactAll = database.prepare('DELETE FROM reactions WHERE message_id = ?');
  const reactions = database.prepare<{ emoji: string; user_id: number }, [number]>(
    'SELECT emoji, user_id FROM reactions WHERE message_id = ? ORDER BY created_at, user_id, emoji',
  );
  return {
    /** Marks all of the side's unread messages up to that id; gives how many. */
    readUpTo(side: Side & { read_up_to: number }, up_to: number, now: number): number {
      const { user_id, friend_id, conversation_id, read_up_to } = side;
      if (up_to <= read_up_to) return 0;
      const marked = read.all(now, conversation_id, read_up_to, up_to, user_id).length;
      recount.run(user_id, friend_id, up_to);
      return marked;
    },
    /** False where that much was delivered before. */
    deliverUpTo: ({ user_id, friend_id }: Side, up_to: number): boolean =>
      deliver.run(user_id, friend_id, up_to).changes > 0,
    edit: (id: number, content: string, now: number): void => void edit.run(content, now, id),
    /** False where it was there. */
    react: (id: number, user_id: number, emoji: string, now: number): boolean =>
      react.run(id, user_id, emoji, now).changes > 0,
    /** False where it was not there. */
    unreact: (id: number, user_id: number, emoji: string): boolean =>
      unreact.run(id, user_id, emoji).changes > 0,
    unreactAll: (id: number): void => void unreactAll.run(id),
    reactionsOf: (id: number) => reactions.all(id),
  };
};

const createDrafts = (database: Database) => {
  const known = database.prepare<{ draft_hash: string; message_id: number }, [number, string]>(
    'SELECT draft_hash, message_id FROM drafts WHERE sender_id = ? AND client_id = ?',
  );
  const insert = database.prepare(
    'INSERT INTO drafts (sender_id, client_id, draft_hash, message_id) VALUES (?, ?, ?, ?)',
  );
  return {
    /** Which message a sender's `client_id` became, and from what. */
    draft: (sender_id: number, client_id: string) => known.get(sender_id, client_id) ?? undefined,
    keepDraft: (sender_id: number, client_id: string, hash: string, message_id: number): void =>
      void insert.run(sender_id, client_id, hash, message_id),
  };
};

const createRemoval = (database: Database) => {
  const read = database.prepare('UPDATE messages SET read_at = ? WHERE id = ? AND read_at IS NULL');
  const lessUnread = database.prepare(
    'UPDATE contacts SET unread = unread - 1 WHERE user_id = ? AND friend_id = ?',
  );
  const hide = {
    low_sees: database.prepare('UPDATE messages SET low_sees = 0 WHERE id = ?'),
    high_sees: database.prepare('UPDATE messages SET high_sees = 0 WHERE id = ?'),
  };
  const lessTotal = database.prepare(
    'UPDATE contacts SET total = total - 1 WHERE user_id = ? AND friend_id = ?',
  );
  const erase = database.prepare(
    `UPDATE messages SET content = '', file_id = NULL, deleted_at = ? WHERE id = ?`,
  );
  const hideFrom = (row: MessageRow, user_id: number): void => {
    const friend_id = user_id === row.sender_id ? row.receiver_id : row.sender_id;
    const column = sees({ user_id, friend_id });
    if (row[column] === 0) return;
    hide[column].run(row.id);
    lessTotal.run(user_id, friend_id);
    const unread = row.read_at === null && row.deleted_at === null;
    if (user_id === row.receiver_id && unread) lessUnread.run(user_id, friend_id);
  };
  return {
    isVisible: (row: MessageRow, user_id: number, friend_id: number): boolean =>
      row[sees({ user_id, friend_id })] === 1,
    markRead(row: MessageRow, now: number): void {
      read.run(now, row.id);
      lessUnread.run(row.receiver_id, row.sender_id);
    },
    hideFrom,
    /** Leaves a tombstone: no content, no file, in nobody's history. */
    erase(row: MessageRow, now: number): void {
      hideFrom(row, row.sender_id);
      hideFrom(row, row.receiver_id);
      erase.run(now, row.id);
    },
  };
};

export const createMessages = (database: Database) => {
  type Text = string | null;
  const insert = database.prepare<
    unknown,
    [number, number, number, string, string, number, Text, Text, number | null, number]
  >(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, client_id, file_id, reply_to, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const count = database.prepare(
    `UPDATE contacts SET total = total + 1, last_message_id = ?3, unread = unread + ?4
     WHERE user_id = ?1 AND friend_id = ?2`,
  );
  const marks = createMarks(database);
  const file = database.prepare<FileRow, [string]>('SELECT * FROM files WHERE id = ?');
  return {
    ...createReading(database),
    ...createDrafts(database),
    ...createRemoval(database),
    ...marks,
    /** Stores it and counts it on both sides. Gives its id. */
    add(message: NewMessage): number {
      const { lastInsertRowid } = insert.run(
        message.conversation_id,
        message.sender_id,
        message.receiver_id,
        message.content,
        message.message_type,
        message.is_encrypted ? 1 : 0,
        message.client_id,
        message.file_id,
        message.reply_to,
        message.created_at,
      );
      const id = Number(lastInsertRowid);
      count.run(message.sender_id, message.receiver_id, id, 0);
      count.run(message.receiver_id, message.sender_id, id, 1);
      return id;
    },
    /** What belongs to a message beside its row. */
    extrasOf: (row: Pick<MessageRow, 'id' | 'file_id'>) => ({
      file: row.file_id === null ? undefined : (file.get(row.file_id) ?? undefined),
      reactions: marks.reactionsOf(row.id),
    }),
  };
};

export type Messages = ReturnType<typeof createMessages>;
