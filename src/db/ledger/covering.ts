// Events about a message that a later one of the same type covers: replay shows the row as it is
// now, so that the newest alone tells all of them. A toggled reaction would else make a replay
// without end, and fill the disk.
import type { Database } from 'bun:sqlite';

const TYPES = `type IN ('message_edited', 'message_reaction')`;

// What resumes a device is the oldest event that is kept: it stays, covered or not.
const FIRST = `(SELECT coalesce((SELECT min(seq) FROM events WHERE user_id = ?1),
  (SELECT min(seq) FROM recent_events WHERE user_id = ?1)))`;

export const createCovering = (database: Database) => {
  const removal = (table: string) =>
    database.prepare(
      `DELETE FROM ${table} WHERE ${TYPES} AND user_id = ?1 AND subject_id = ?2 AND type = ?3
         AND seq < ?4 AND seq > ${FIRST}`,
    );
  const settled = removal('events');
  const recent = removal('recent_events');
  return {
    isCovering: (type: string): boolean => type === 'message_edited' || type === 'message_reaction',
    /** What this event covers goes. Gives how many of the recent ones. */
    cover(user_id: number, seq: number, type: string, subject_id: number): number {
      settled.run(user_id, subject_id, type, seq);
      return recent.run(user_id, subject_id, type, seq).changes;
    },
  };
};
