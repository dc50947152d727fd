// How much of the disk each person takes.
import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';
import { ofUser } from './people';

/**
 * In bytes: uploads that are not deleted, what was written and is still there, keys and vaults.
 * Triggers of the tables that hold them keep it, in the transaction of every change, so that
 * nothing is ever counted and no writer can forget it. Only what a new message adds has none: it
 * is too dear there (messages/counting.ts).
 */
export const storage = sqliteTable('storage', {
  user_id: ofUser('user_id').primaryKey(),
  files: integer('files').notNull().default(0),
  messages: integer('messages').notNull().default(0),
  keys: integer('keys').notNull().default(0),
});
