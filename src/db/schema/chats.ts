// Conversations and what is in them.
import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { id } from './id';
import { ofUser, sessions } from './people';

export const conversations = sqliteTable(
  'conversations',
  {
    id: id(),
    low_user_id: ofUser('low_user_id'),
    high_user_id: ofUser('high_user_id'),
  },
  (t) => [uniqueIndex('conversations_pair').on(t.low_user_id, t.high_user_id)],
);

/**
 * One person's side of a conversation; it exists from the first friendship on. Each message updates
 * the totals in its transaction, so that no page ever counts a conversation. Everything received up
 * to `read_up_to` is read, so that unread messages need no index of their own.
 */
export const contacts = sqliteTable(
  'contacts',
  {
    user_id: ofUser('user_id'),
    friend_id: ofUser('friend_id'),
    conversation_id: integer('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    friends_since: integer('friends_since'),
    total: integer('total').notNull().default(0),
    unread: integer('unread').notNull().default(0),
    last_message_id: integer('last_message_id').notNull().default(0),
    delivered_up_to: integer('delivered_up_to').notNull().default(0),
    read_up_to: integer('read_up_to').notNull().default(0),
    /** Until then this person hears nothing of it; null: it is not silenced. */
    muted_until: integer('muted_until'),
    pinned: integer('pinned').notNull().default(0),
    archived: integer('archived').notNull().default(0),
    /** The person's own mark, which counts no message. */
    marked_unread: integer('marked_unread').notNull().default(0),
    /** Messages disappear so many seconds after they were sent; the same on both sides. */
    expires_in: integer('expires_in'),
    /** Some of what this person read was told to nobody. */
    has_untold: integer('has_untold').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.user_id, t.friend_id] })],
);

/** Opaque ids; a row with `doomed_at` is deleted once its bytes are off the disk. */
export const files = sqliteTable(
  'files',
  {
    id: text('id').primaryKey(),
    owner_id: integer('owner_id').notNull(),
    receiver_id: integer('receiver_id'),
    name: text('name').notNull(),
    size: integer('size').notNull(),
    type: text('type').notNull(),
    created_at: integer('created_at').notNull(),
    doomed_at: integer('doomed_at'),
  },
  (t) => [
    index('files_owner').on(t.owner_id),
    index('files_doomed').on(t.doomed_at).where(sql`doomed_at IS NOT NULL`),
  ],
);

/**
 * Files that come in parts; the id becomes the file's. `received` bytes are durable in `parts/`.
 * A row ends with the session that began it; bytes without a row are swept.
 */
export const partial_uploads = sqliteTable(
  'partial_uploads',
  {
    id: text('id').primaryKey(),
    user_id: ofUser('user_id'),
    session_id: integer('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    receiver_id: integer('receiver_id').notNull(),
    /** As it was given. */
    name: text('name').notNull(),
    size: integer('size').notNull(),
    received: integer('received').notNull().default(0),
    /** When it began, or bytes last came. */
    active_at: integer('active_at').notNull(),
  },
  (t) => [
    index('partial_uploads_user').on(t.user_id),
    index('partial_uploads_session').on(t.session_id),
  ],
);

/**
 * A deleted message stays as a tombstone without content, for idempotency and for replay.
 * `low_sees` and `high_sees` say which of the two (by user id) still has it in the history; the
 * index holds them, so that a page skips what it does not show without reading it.
 */
export const messages = sqliteTable(
  'messages',
  {
    id: id(),
    conversation_id: integer('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    sender_id: integer('sender_id').notNull(),
    receiver_id: integer('receiver_id').notNull(),
    content: text('content').notNull(),
    message_type: text('message_type', {
      enum: ['text', 'image', 'file', 'audio', 'video'],
    }).notNull(),
    is_encrypted: integer('is_encrypted', { mode: 'boolean' }).notNull(),
    client_id: text('client_id'),
    file_id: text('file_id'),
    reply_to: integer('reply_to'),
    created_at: integer('created_at').notNull(),
    edited_at: integer('edited_at'),
    read_at: integer('read_at'),
    deleted_at: integer('deleted_at'),
    low_sees: integer('low_sees').notNull().default(1),
    high_sees: integer('high_sees').notNull().default(1),
    /** The call that left it. */
    call_id: text('call_id'),
    expires_at: integer('expires_at'),
    /** It was read, and its sender was not told. */
    read_untold: integer('read_untold').notNull().default(0),
  },
  (t) => [
    index('messages_conversation').on(t.conversation_id, t.id, t.low_sees, t.high_sees),
    index('messages_file').on(t.file_id).where(sql`file_id IS NOT NULL`),
    index('messages_expiry').on(t.expires_at).where(sql`expires_at IS NOT NULL`),
  ],
);

/** Which draft a sender's `client_id` stood for; the hash is keyed and outlives the message. */
export const drafts = sqliteTable(
  'drafts',
  {
    sender_id: integer('sender_id').notNull(),
    client_id: text('client_id').notNull(),
    draft_hash: text('draft_hash').notNull(),
    message_id: integer('message_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sender_id, t.client_id] })],
);

export const reactions = sqliteTable(
  'reactions',
  {
    message_id: integer('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    user_id: integer('user_id').notNull(),
    emoji: text('emoji').notNull(),
    created_at: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.message_id, t.user_id, t.emoji] })],
);
