// What makes a restored database another one to everybody who knew the one that was lost.
import type { Database } from 'bun:sqlite';
import { putMeta } from '../meta';
import { forgetKeyed, forgetOldSecrets } from './secret-change';

// What a token, a device that was away or a friend's vault calls by its number is nobody else after a
// restore, and after another one of the same backup: numbers go on from the time, which no history that
// was lost has caught up with, for it gave fewer than so many in a millisecond.
const ids_per_ms = 30;
const ids_begin_ms = Date.UTC(2026, 10);
/** If the clock is wrong: far more than the lost history can have used. */
const ids_skipped = 1_000_000_000;

/** The tables that give numbers have given all up to there, those that were empty too. */
const skipIds = (database: Database, now: number): void => {
  const numbered = database
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'",
    )
    .all();
  const up_to = Math.max(ids_skipped, (now - ids_begin_ms) * ids_per_ms);
  const skip = database.query(
    'UPDATE sqlite_sequence SET seq = iif(seq < ?1, ?1, seq + ?2) WHERE name = ?3',
  );
  const begin = database.query('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)');
  for (const { name } of numbered) {
    if (skip.run(up_to, ids_skipped, name).changes === 0) begin.run(up_to, name);
  }
};

/** For a restored database: no token, cursor or id of the lost history is valid afterwards. */
export const beginNewLife = (database: Database, epoch: string, now: number): void => {
  putMeta(database, 'epoch', epoch);
  putMeta(database, 'restored_at', String(now));
  forgetOldSecrets(database);
  forgetKeyed(database);
  skipIds(database, now);
};
