// Public keys and sealed vaults.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
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
