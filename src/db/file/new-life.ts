// What makes a restored database another one to everybody who knew the one that was lost.
import type { Database } from 'bun:sqlite';
import { putMeta } from '../meta';
import { forgetKeyed, forgetOldSecrets } from './secret-change';

// Far more than the lost history can have used: what a token, a device that was away or a friend's vault
// calls by its number is nobody else after a restore.
const ids_skipped = 1_000_000_000;

/** The tables that give numbers have given all up to there, those that were empty too. */
const skipIds = (database: Database): void => {
  const numbered = database
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'",
    )
    .all();
  const skip = database.query('UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?');
  const begin = database.query('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)');
  for (const { name } of numbered) {
    if (skip.run(ids_skipped, name).changes === 0) begin.run(ids_skipped, name);
  }
};

/** For a restored database: no token, cursor or id of the lost history is valid afterwards. */
export const beginNewLife = (database: Database, epoch: string, now: number): void => {
  putMeta(database, 'epoch', epoch);
  putMeta(database, 'restored_at', String(now));
  forgetOldSecrets(database);
  forgetKeyed(database);
  skipIds(database);
};
