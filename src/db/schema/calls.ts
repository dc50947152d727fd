// Calls between two people: the durable part of each. Signals touch no disk.
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * It rings until `accepted_at`, runs until `ended_at`, and then stays as long as the message that
 * it left. The sessions are those of its two devices; a session may go before its call is ended, and
 * an account too, so that nothing refers to either.
 */
export const calls = sqliteTable(
  'calls',
  {
    id: text('id').primaryKey(),
    caller_id: integer('caller_id').notNull(),
    callee_id: integer('callee_id').notNull(),
    kind: text('kind', { enum: ['voice', 'video'] }).notNull(),
    caller_session_id: integer('caller_session_id').notNull(),
    callee_session_id: integer('callee_session_id'),
    created_at: integer('created_at').notNull(),
    accepted_at: integer('accepted_at'),
    /** When the two were last known to be in it. */
    noted_at: integer('noted_at'),
    ended_at: integer('ended_at'),
    outcome: text('outcome', {
      enum: ['answered', 'missed', 'cancelled', 'busy', 'rejected', 'failed'],
    }),
    duration_s: integer('duration_s').notNull().default(0),
  },
  (t) => [
    index('calls_live_caller').on(t.caller_id).where(sql`ended_at IS NULL`),
    index('calls_live_callee').on(t.callee_id).where(sql`ended_at IS NULL`),
  ],
);
