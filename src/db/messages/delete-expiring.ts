// A copy of a database holds what disappears as if it were deleted: a backup must not outlive it.
import type { Database } from 'bun:sqlite';
import type { MessageRow } from './message';
import { createReactions } from './reactions';
import { createSearch } from './search';
import { createVisibility } from './visibility';

/** A copy may be of an earlier build, in which nothing disappeared. */
const knowsExpiry = (database: Database): boolean =>
  database.query("SELECT 1 FROM pragma_table_info('messages') WHERE name = 'expires_at'").get() !==
  null;

/** Deletes them with their words, reactions and files, as at that time (ms); in one transaction. */
export const deleteExpiring = (database: Database, now: number): void => {
  if (!knowsExpiry(database)) return;
  const expiring = database.prepare<{ id: number }, []>(
    'SELECT id FROM messages WHERE expires_at IS NOT NULL',
  );
  const byId = database.prepare<MessageRow, [number]>('SELECT * FROM messages WHERE id = ?');
  const markFile = database.prepare(
    `UPDATE files SET doomed_at = ? WHERE id = ? AND doomed_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM messages WHERE file_id = files.id)`,
  );
  const [search, reactions, visibility] = [
    createSearch(database),
    createReactions(database),
    createVisibility(database),
  ];
  database.transaction(() => {
    for (const { id } of expiring.all()) {
      const row = byId.get(id);
      if (row === null) continue;
      search.forget(row);
      reactions.unreactAll(row.id);
      visibility.erase(row, now);
      if (row.file_id !== null) markFile.run(now, row.file_id);
    }
    // Nobody waits here, and a backup keeps no words that were on their way out.
    while (search.removeMore());
  })();
};
