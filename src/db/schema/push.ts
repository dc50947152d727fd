// Devices that are reached by a push service, and what each person lets them hear.
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id } from './id';
import { ofUser, sessions } from './people';

/**
 * A browser that subscribed; it ends with its session. `service` is the origin of the endpoint. A
 * row that is `gone` stays for a while, so that its owner learns why.
 */
export const push_subscriptions = sqliteTable(
  'push_subscriptions',
  {
    id: id(),
    user_id: ofUser('user_id'),
    session_id: integer('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    endpoint: text('endpoint').notNull().unique(),
    service: text('service').notNull(),
    p256dh: blob('p256dh', { mode: 'buffer' }).notNull(),
    auth: blob('auth', { mode: 'buffer' }).notNull(),
    /** Of the page that subscribed: notifications lead back there. */
    origin: text('origin').notNull(),
    show: text('show', { enum: ['nothing', 'name', 'text'] }).notNull(),
    /** `HH:MM` in an IANA time zone; all three or none. */
    quiet_from: text('quiet_from'),
    quiet_to: text('quiet_to'),
    quiet_zone: text('quiet_zone'),
    lang: text('lang', { enum: ['zh', 'en'] }).notNull(),
    /** How often its worker renewed it: numbers its renewal tokens. */
    generation: integer('generation').notNull().default(0),
    state: text('state', { enum: ['good', 'quiet', 'renew', 'gone'] })
      .notNull()
      .default('good'),
    why: text('why'),
    state_at: integer('state_at').notNull(),
    created_at: integer('created_at').notNull(),
    /** When the service last took a push. */
    sent_at: integer('sent_at'),
    /** When the device last confirmed one. */
    shown_at: integer('shown_at'),
    /** Pushes since then, and when the first of them was sent that no socket followed. */
    waiting: integer('waiting').notNull().default(0),
    waiting_since: integer('waiting_since'),
  },
  (t) => [
    index('push_subscriptions_user').on(t.user_id),
    index('push_subscriptions_session').on(t.session_id),
  ],
);

/** Up to which message a device was pushed a conversation. */
export const push_marks = sqliteTable(
  'push_marks',
  {
    subscription_id: integer('subscription_id')
      .notNull()
      .references(() => push_subscriptions.id, { onDelete: 'cascade' }),
    friend_id: integer('friend_id').notNull(),
    message_id: integer('message_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.subscription_id, t.friend_id] })],
);

/** SHA-256 of endpoints that their services ended. */
export const dead_endpoints = sqliteTable(
  'dead_endpoints',
  {
    hash: blob('hash', { mode: 'buffer' }).primaryKey(),
    died_at: integer('died_at').notNull(),
  },
  (t) => [index('dead_endpoints_at').on(t.died_at)],
);

/** A person's own, for all devices. */
export const push_settings = sqliteTable('push_settings', {
  user_id: ofUser('user_id').primaryKey(),
  dnd_until: integer('dnd_until'),
  calls_only: integer('calls_only', { mode: 'boolean' }).notNull().default(false),
});
