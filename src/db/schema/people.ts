// Accounts, their sessions, and who asked whom for friendship. Times are integers in
// milliseconds everywhere.
import { sql } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { id } from './id';

/**
 * `look` and `capital_look` are the lookalike keys of a name, see protocol/lookalike. The row of a
 * deleted account (`erased_at`) goes last, when nothing is left that belongs to it.
 */
export const users = sqliteTable(
  'users',
  {
    id: id(),
    username: text('username').notNull(),
    username_key: text('username_key').notNull(),
    /** '': the user name. */
    display_name: text('display_name').notNull().default(''),
    /** '' if there is none: nobody else has it, and it finds nobody. */
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
    erased_at: integer('erased_at'),
    look: text('look'),
    capital_look: text('capital_look'),
  },
  (t) => [
    uniqueIndex('users_username_key').on(t.username_key),
    uniqueIndex('users_email_key').on(t.email_key).where(sql`email_key <> ''`),
    index('users_look').on(t.look),
    index('users_capital_look').on(t.capital_look),
  ],
);

/** The account that a row belongs to; it is deleted with the account. */
export const ofUser = <Name extends string>(name: Name) =>
  integer(name)
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** What a person lets others know; without a row all of it. */
export const privacy = sqliteTable('privacy', {
  user_id: ofUser('user_id').primaryKey(),
  last_seen: integer('last_seen', { mode: 'boolean' }).notNull(),
  read_receipts: integer('read_receipts', { mode: 'boolean' }).notNull(),
  typing: integer('typing', { mode: 'boolean' }).notNull(),
});

/** A session that is over has its row in `ended_sessions`. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: id(),
    user_id: ofUser('user_id'),
    created_at: integer('created_at').notNull(),
    last_used_at: integer('last_used_at').notNull(),
    expires_at: integer('expires_at').notNull(),
    user_agent: text('user_agent').notNull().default(''),
    refresh_generation: integer('refresh_generation').notNull().default(0),
  },
  (t) => [index('sessions_user').on(t.user_id), index('sessions_expiry').on(t.expires_at)],
);

/**
 * Every refresh token that a session ever had, as its SHA-256, so that a spent one is recognized.
 * Those of the session's current generation are valid.
 */
export const refresh_tokens = sqliteTable(
  'refresh_tokens',
  {
    session_id: integer('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    hash: blob('hash', { mode: 'buffer' }).notNull(),
    generation: integer('generation').notNull(),
    is_used: integer('is_used').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.session_id, t.hash] })],
);

/**
 * Sessions that are over, so that a device hears why: `hashes` are those of the refresh tokens that
 * it may still hold. It refers to nothing, and outlives the account.
 */
export const ended_sessions = sqliteTable(
  'ended_sessions',
  {
    session_id: integer('session_id').primaryKey(),
    reason: text('reason', { enum: ['ended', 'expired'] }).notNull(),
    hashes: text('hashes').notNull(),
    ended_at: integer('ended_at').notNull(),
  },
  (t) => [index('ended_sessions_at').on(t.ended_at)],
);

/** `network` is a keyed hash of the one that someone signed in from. The names in SQL are the first build's. */
export const knownNetworks = sqliteTable(
  'homes',
  {
    user_id: ofUser('user_id'),
    network: blob('place', { mode: 'buffer' }).notNull(),
    used_at: integer('used_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.user_id, t.network] }), index('homes_used').on(t.used_at)],
);

/** Without a user: made by the operator. */
export const invites = sqliteTable(
  'invites',
  {
    code: text('code').primaryKey(),
    user_id: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    uses: integer('uses').notNull(),
    used: integer('used').notNull().default(0),
    expires_at: integer('expires_at').notNull(),
    created_at: integer('created_at').notNull(),
  },
  (t) => [index('invites_user').on(t.user_id)],
);

/** Who registered with an invitation; deleted with the invitation or with the account. */
export const invite_uses = sqliteTable(
  'invite_uses',
  {
    code: text('code')
      .notNull()
      .references(() => invites.code, { onDelete: 'cascade' }),
    user_id: ofUser('user_id'),
    used_at: integer('used_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.code, t.user_id] }), index('invite_uses_user').on(t.user_id)],
);

/**
 * Two people who are friends by an invitation, and the proofs that each made with its secret for
 * the other one. It outlives the invitation, and ends with the friendship.
 */
export const friend_links = sqliteTable(
  'friend_links',
  {
    inviter_id: ofUser('inviter_id'),
    guest_id: ofUser('guest_id'),
    code: text('code').notNull(),
    /** Proofs are accepted until then, ms. */
    until: integer('until').notNull(),
    inviter_key_id: text('inviter_key_id'),
    inviter_proof: text('inviter_proof'),
    guest_key_id: text('guest_key_id'),
    guest_proof: text('guest_proof'),
  },
  (t) => [
    primaryKey({ columns: [t.inviter_id, t.guest_id] }),
    index('friend_links_guest').on(t.guest_id),
    index('friend_links_until').on(t.until),
  ],
);

export const blocks = sqliteTable(
  'blocks',
  {
    user_id: ofUser('user_id'),
    blocked_id: ofUser('blocked_id'),
    created_at: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.user_id, t.blocked_id] })],
);

/** A hidden one is from someone its addressee blocks: the addressee never sees it. */
export const friend_requests = sqliteTable(
  'friend_requests',
  {
    id: id(),
    from_user_id: ofUser('from_user_id'),
    to_user_id: ofUser('to_user_id'),
    message: text('message').notNull().default(''),
    outcome: text('outcome', { enum: ['pending', 'accepted', 'rejected', 'cancelled'] })
      .notNull()
      .default('pending'),
    created_at: integer('created_at').notNull(),
    closed_at: integer('closed_at'),
    is_hidden: integer('is_hidden').notNull().default(0),
  },
  (t) => [
    uniqueIndex('friend_requests_pending')
      .on(t.from_user_id, t.to_user_id)
      .where(sql`outcome = 'pending'`),
    index('friend_requests_received').on(t.to_user_id).where(sql`outcome = 'pending'`),
  ],
);
