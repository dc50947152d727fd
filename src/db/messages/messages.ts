// Messages and each side's view of them. The SQL is by hand, here and in the files beside it: every
// message passes them, and drizzle doubles the cost of a statement.
import type { Database } from 'bun:sqlite';
import { prepared } from '../file/drizzle';
import type { FileRow } from '../files';
import { createCallEntries } from './call-entries';
import { createClearing } from './clearing';
import { createCounting } from './counting';
import { createExpiry } from './expiry';
import { createIdempotency } from './idempotency';
import type { MessageRow, NewMessage } from './message';
import { createPages } from './pages';
import { createReactions } from './reactions';
import { createReceipts } from './receipts';
import { createVisibility } from './visibility';

export const createMessages = (database: Database) => {
  type Text = string | null;
  const insert = database.prepare<
    unknown,
    [
      ...[number, number, number, string, string, number, Text, Text],
      ...[number | null, number, number | null],
    ]
  >(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, client_id, file_id, reply_to, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const count = createCounting(database);
  const note = prepared(() =>
    database.prepare<unknown, [number]>('UPDATE messages SET read_at = created_at WHERE id = ?'),
  );
  const edit = database.prepare('UPDATE messages SET content = ?, edited_at = ? WHERE id = ?');
  const reactions = createReactions(database);
  const callEntries = createCallEntries(database, count);
  const file = database.prepare<FileRow, [string]>('SELECT * FROM files WHERE id = ?');
  return {
    ...createPages(database),
    ...createIdempotency(database),
    ...createVisibility(database),
    ...createClearing(database),
    ...createExpiry(database),
    ...createReceipts(database),
    ...reactions,
    ...callEntries,
    /** Stores it and counts it; gives its id. A note to oneself is read. */
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
        message.expires_at,
      );
      const id = Number(lastInsertRowid);
      const { sender_id, receiver_id, content } = message;
      count({ id, sender_id, receiver_id, content }, true);
      if (sender_id === receiver_id) note.run(id);
      return id;
    },
    edit: (id: number, content: string, now: number): void => void edit.run(content, now, id),
    /** What belongs to a message besides its row. */
    extrasOf: (row: Pick<MessageRow, 'id' | 'file_id' | 'call_id'>) => ({
      file: row.file_id === null ? undefined : (file.get(row.file_id) ?? undefined),
      reactions: reactions.reactionsOf(row.id),
      call: callEntries.callOf(row.call_id),
    }),
  };
};

export type Messages = ReturnType<typeof createMessages>;
