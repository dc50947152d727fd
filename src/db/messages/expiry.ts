// Messages that disappear by themselves. By hand, as the other statements about messages are.
import type { Database } from 'bun:sqlite';
import { prepared } from '../file/drizzle';
import { deletionBatch, type MessageRow } from './message';

export const createExpiry = (database: Database) => {
  const first = prepared(() =>
    database.prepare<{ expires_at: number | null }, []>(
      'SELECT min(expires_at) AS expires_at FROM messages WHERE expires_at IS NOT NULL',
    ),
  );
  const expired = prepared(() =>
    database.prepare<MessageRow, [number, number]>(
      'SELECT * FROM messages WHERE expires_at <= ? ORDER BY expires_at LIMIT ?',
    ),
  );
  return {
    /** When the first of them expires, ms; null if none does. */
    firstExpiry: (): number | null => first.get()?.expires_at ?? null,
    /** The next of those that have expired: no more than are deleted in one transaction. */
    expired: (now: number, limit: number): MessageRow[] => deletionBatch(expired.all(now, limit)),
  };
};
