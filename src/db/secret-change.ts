// What must be deleted when a server's secrets change: everything that only the old ones can check.
// It also works on an old schema, because a restore comes before the migration.
import type { Database } from 'bun:sqlite';

const has = (database: Database, table: string): boolean =>
  database.query('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== null;

const put = (database: Database, key: string, value: string | number): void =>
  void database
    .query(
      `INSERT INTO meta (key, value) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    )
    .run(key, String(value));

const OF_SESSIONS = [
  'push_marks',
  'push_subscriptions',
  'partial_uploads',
  'refresh_tokens',
  'sessions',
  'homes',
];

/**
 * Ends every session, with its push subscriptions and unfinished uploads, and forgets the hashes of
 * networks. Up to the newest message, drafts can't be compared any more: `client_id` and receiver
 * alone tell them apart from here on.
 */
export const forgetKeyed = (database: Database): void => {
  for (const table of OF_SESSIONS) {
    if (has(database, table)) database.run(`DELETE FROM ${table}`);
  }
  const newest = database
    .query<{ id: number | null }, []>('SELECT max(id) AS id FROM messages')
    .get();
  put(database, 'drafts_uncompared_up_to', newest?.id ?? 0);
};

/** Older versions kept the secrets in the database. */
export const forgetOldSecrets = (database: Database): boolean =>
  database.query("DELETE FROM meta WHERE key IN ('secret', 'jwt_secret')").run().changes > 0;

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
  put(database, 'epoch', epoch);
  put(database, 'restored_at', now);
  forgetOldSecrets(database);
  forgetKeyed(database);
  skipIds(database);
};
