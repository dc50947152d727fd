// Public keys and sealed vaults.
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { ofUser } from './people';

/** Every public key that a user ever had; the newest is current. */
export const public_keys = sqliteTable(
  'public_keys',
  {
    user_id: ofUser('user_id'),
    version: integer('version').notNull(),
    key_id: text('key_id'),
    public_key: text('public_key').notNull(),
    created_at: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.user_id, t.version] })],
);

export const vaults = sqliteTable(
  'vaults',
  {
    user_id: ofUser('user_id'),
    vault_version: integer('vault_version').notNull(),
    private_key_encrypted: text('private_key_encrypted').notNull(),
    created_at: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.user_id, t.vault_version] })],
);

/**
 * How the server knows who may write a vault: the SHA-256 of a key that lies in the vault itself.
 * Without a row the next write needs no key.
 */
export const vault_keys = sqliteTable('vault_keys', {
  user_id: ofUser('user_id').primaryKey(),
  hash: blob('hash', { mode: 'buffer' }).notNull(),
  /** When devices last heard that somebody tried without it. */
  refused_at: integer('refused_at').notNull().default(0),
});
