// Events about a message that a later one of the same type covers: replay shows the row as it is
// now, so that the newest alone tells all of them. A toggled reaction would else make a replay
// without end, and fill the disk.
import type { Database } from 'bun:sqlite';

interface Covering {
  user_id: number;
  seq: number;
  type: string;
  subject_id: number;
}

export const isCovering = (type: string): boolean =>
  type === 'message_edited' || type === 'message_reaction';

export const createCovering = (database: Database) => {
  const remove = database.prepare<unknown, [number, number, string, number, number]>(
    `DELETE FROM events WHERE type IN ('message_edited', 'message_reaction')
       AND user_id = ?1 AND subject_id = ?2 AND type = ?3 AND seq < ?4 AND seq > ?5`,
  );
  /** What this event covers goes from `events`, but for the account's `first`: that resumes a device. */
  return ({ user_id, seq, type, subject_id }: Covering, first: number): void =>
    void remove.run(user_id, subject_id, type, seq, first);
};
