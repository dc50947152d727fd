// The statements of the index of words (FTS5, without the texts). By hand: drizzle knows no FTS5.
import type { Database } from 'bun:sqlite';
import type { MessageRow } from './message';

export type Indexed = Pick<
  MessageRow,
  'id' | 'conversation_id' | 'sender_id' | 'receiver_id' | 'content' | 'is_encrypted' | 'call_id'
>;

export const scopeOf = ({ sender_id, receiver_id, conversation_id }: Indexed) =>
  `u${sender_id} u${receiver_id} c${conversation_id}`;

export const createSearchIndex = (database: Database) => {
  const add = database.prepare('INSERT INTO message_words (rowid, scope, words) VALUES (?, ?, ?)');
  const remove = database.prepare(
    `INSERT INTO message_words (message_words, rowid, scope, words) VALUES ('delete', ?, ?, ?)`,
  );
  return {
    add: (id: number, scope: string, words: string): void => void add.run(id, scope, words),
    remove: (id: number, scope: string, words: string): void => void remove.run(id, scope, words),
  };
};
