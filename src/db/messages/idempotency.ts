// What each `client_id` of a sender became: sending it again gives the same message.
import type { Database } from 'bun:sqlite';

export const createIdempotency = (database: Database) => {
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
