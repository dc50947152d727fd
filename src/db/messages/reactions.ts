// Reactions to messages: any number of emoji of each person, each once.
import type { Database } from 'bun:sqlite';

export const createReactions = (database: Database) => {
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
    /** False if it was there. */
    react: (id: number, user_id: number, emoji: string, now: number): boolean =>
      react.run(id, user_id, emoji, now).changes > 0,
    /** False if it was not there. */
    unreact: (id: number, user_id: number, emoji: string): boolean =>
      unreact.run(id, user_id, emoji).changes > 0,
    unreactAll: (id: number): void => void unreactAll.run(id),
    reactionsOf: (id: number) => reactions.all(id),
  };
};
