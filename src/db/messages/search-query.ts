// The one query of a search, wherever it runs.
import type { Database } from 'bun:sqlite';

export interface Sought {
  /** An FTS5 query. */
  match: string;
  user_id: number;
  before: number;
  limit: number;
}

/** The ids of what `user_id` still sees, newest first. */
export const createSearchQuery = (database: Database) => {
  // As `sees` has it: the lower user id has the first flag, notes the second.
  const find = database.prepare<{ id: number }, [string, number, number, number]>(
    `SELECT messages.id FROM message_words JOIN messages ON messages.id = message_words.rowid
     WHERE message_words MATCH ?1 AND message_words.rowid < ?2
       AND CASE WHEN ?3 < max(sender_id, receiver_id) THEN low_sees ELSE high_sees END = 1
     ORDER BY message_words.rowid DESC LIMIT ?4`,
  );
  return ({ match, user_id, before, limit }: Sought): number[] =>
    find.all(match, before, user_id, limit).map(({ id }) => id);
};
