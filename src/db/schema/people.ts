// Accounts, their sessions, and who asked whom for friendship. Times are integers in
// milliseconds everywhere.
import { sql } from 'drizzle-orm';
import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { id } from './id';

export const users = sqliteTable(
  'users',
  {
    id: id(),
    username: text('username').notNull(),
    username_key: text('username_key').notNull(),
    email: text('email').notNull(),
    email_key: text('email_key').notNull(),
    avatar: text('avatar').notNull().default(''),
    kdf_salt: text('kdf_salt').notNull(),
    auth_hash: blob('auth_hash', { mode: 'buffer' }).notNull(),
    chosen_status: text('chosen_status', { enum: ['online', 'offline', 'away'] })
      .notNull()
      .default('online'),
    created_at: integer('created_at').notNull(),
    last_login: integer('last_login').notNull(),
    last_seen: integer('last_seen').notNull(),
    disabled_at: integer('disabled_at'),
  },
  (t) => [
    uniqueIndex('users_username_key').on(t.username_key),
    uniqueIndex('users_email_key').on(t.email_key),
  ],
);

/** A session that is over has no row. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: id(),
    user_id: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    created_at: integer('created_at').notNull(),
    last_used_at: integer('last_used_at').notNull(),
    expires_at: integer('expires_at').notNull(),
    user_agent: text('user_agent').notNull().default(''),
  },
  (t) => [index('sessions_user').on(t.user_id), index('sessions_expiry').on(t.expires_at)],
);

export const friend_requests = sqliteTable(
  'friend_requests',
  {
    id: id(),
    from_user_id: integer('from_user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    to_user_id: integer('to_user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    message: text('message').notNull().default(''),
    outcome: text('outcome', { enum: ['pending', 'accepted', 'rejected', 'cancelled'] })
      .notNull()
      .default('pending'),
    created_at: integer('created_at').notNull(),
    closed_at: integer('closed_at'),
  },
  (t) => [
    uniqueIndex('friend_requests_pending')
      .on(t.from_user_id, t.to_user_id)
      .where(sql`outcome = 'pending'`),
    index('friend_requests_received').on(t.to_user_id).where(sql`outcome = 'pending'`),
  ],
);
