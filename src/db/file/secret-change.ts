// What must be deleted when a server's secrets change: everything that only the old ones can check.
// It also works on an old schema, because a restore comes before the migration.
import type { Database } from 'bun:sqlite';
import { putMeta } from '../meta';

const has = (database: Database, table: string): boolean =>
  database.query('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== null;

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
  putMeta(database, 'drafts_uncompared_up_to', String(newest?.id ?? 0));
};

/** Older versions kept the secrets in the database. */
export const forgetOldSecrets = (database: Database): boolean =>
  database.query("DELETE FROM meta WHERE key IN ('secret', 'jwt_secret')").run().changes > 0;
