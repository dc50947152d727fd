// What the server keeps about itself, and the event log of each account.
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the server keeps about itself: epoch and watermarks. */
export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

/** Of these a later event about the same message shows all that an earlier one does. */
const COVERING = sql`type IN ('message_edited', 'message_reaction')`;

/**
 * An account's event log. What an event shows is read from the rows it points at
 * (`subject_id`, `detail`), so that a deleted text is in no event. The newest event of an
 * account is never pruned: it holds the head of `seq`.
 */
export const events = sqliteTable(
  'events',
  {
    user_id: integer('user_id').notNull(),
    seq: integer('seq').notNull(),
    type: text('type').notNull(),
    subject_id: integer('subject_id').notNull().default(0),
    detail: text('detail'),
    created_at: integer('created_at').notNull(),
    /** Several events that follow each other (ledger/event-runs.ts); null: the row is one. */
    run: text('run'),
  },
  (t) => [
    primaryKey({ columns: [t.user_id, t.seq] }),
    index('events_covering').on(t.user_id, t.subject_id, t.type).where(COVERING),
  ],
);

/**
 * The newest events of everybody, those of a commit in one row, as JSON. In `events` each account has
 * a page of its own, and a commit would write one for each recipient; here it writes the last page.
 * From time to time the events of an account move to `events`, and a row goes when all that is in it
 * has moved.
 */
export const event_batches = sqliteTable('event_batches', {
  id: integer('id').primaryKey(),
  events: text('events').notNull(),
});
