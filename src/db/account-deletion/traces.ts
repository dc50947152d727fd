// What others have of an account: contacts, requests, events that show its messages.
import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { DurableEventType } from '../../protocol/events';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { eventsOf, type LoggedEvent, toRun } from '../ledger/event-runs';
import { contacts, messages } from '../schema/chats';
import { events } from '../schema/events';
import { friend_requests } from '../schema/people';

export interface DeletedAccount {
  /** The account's friends. */
  friend_ids: number[];
  /**
   * Pending requests that are deleted with the account, and the people who know about them. A
   * request that was hidden from the account counts too: silence would reveal the block.
   */
  requests: { id: number; other_id: number }[];
  session_ids: number[];
}

const value = sql.placeholder;

/** Events that show a message of theirs. */
const ABOUT_MESSAGES = [
  'new_message',
  'message_sent',
  'message_edited',
  'message_reaction',
  'call_entry',
] satisfies DurableEventType[];

/** What events about the deleted messages become: they refer to rows. */
const createConversions = (db: Drizzle) => {
  const ids = db
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.conversation_id, value('conversation_id')));
  const ofUser = eq(events.user_id, value('user_id'));
  const single = prepared(() =>
    db
      .update(events)
      .set({
        type: 'message_deleted',
        detail: sql`json_object('friend_id', ${value('friend_id')})`,
      })
      .where(and(ofUser, inArray(events.type, ABOUT_MESSAGES), inArray(events.subject_id, ids)))
      .prepare(),
  );
  const deleted = prepared(() => ids.prepare());
  const runs = prepared(() =>
    db
      .select()
      .from(events)
      .where(and(ofUser, isNotNull(events.run)))
      .prepare(),
  );
  const setRun = prepared(() =>
    db
      .update(events)
      .set({ run: sql`${value('run')}` })
      .where(and(ofUser, eq(events.seq, value('seq'))))
      .prepare(),
  );
  return (user_id: number, friend_id: number, conversation_id: number): void => {
    single.run({ user_id, friend_id, conversation_id });
    const detail = JSON.stringify({ friend_id });
    const gone = new Set(deleted.all({ conversation_id }).map(({ id }) => id));
    const isGone = ({ type, subject_id }: LoggedEvent) =>
      gone.has(subject_id) && ABOUT_MESSAGES.some((about) => about === type);
    for (const row of runs.all({ user_id })) {
      const before = eventsOf(row);
      if (!before.some(isGone)) continue;
      const after = before.map((event) =>
        isGone(event) ? { ...event, type: 'message_deleted', detail } : event,
      );
      setRun.run({ user_id, seq: row.seq, run: toRun(after) });
    }
  };
};

export const createTraces = (db: Drizzle) => {
  const ofUser = eq(contacts.user_id, value('user_id'));
  const known = prepared(() => db.select().from(contacts).where(ofUser).prepare());
  const asked = prepared(() =>
    db
      .select()
      .from(friend_requests)
      .where(
        and(
          eq(friend_requests.outcome, 'pending'),
          or(
            and(
              eq(friend_requests.from_user_id, value('user_id')),
              eq(friend_requests.is_hidden, 0),
            ),
            eq(friend_requests.to_user_id, value('user_id')),
          ),
        ),
      )
      .prepare(),
  );
  const withdraw = prepared(() =>
    db
      .delete(contacts)
      .where(and(ofUser, eq(contacts.friend_id, value('friend_id'))))
      .prepare(),
  );
  const convert = createConversions(db);
  return {
    contacts: (user_id: number) => known.all({ user_id }),
    requests: (user_id: number): DeletedAccount['requests'] =>
      asked.all({ user_id }).map(({ id, from_user_id, to_user_id }) => ({
        id,
        other_id: from_user_id === user_id ? to_user_id : from_user_id,
      })),
    /** A friend keeps the conversation's events as deletions, and loses the contact. */
    remove(friend_id: number, user_id: number, conversation_id: number): void {
      convert(friend_id, user_id, conversation_id);
      withdraw.run({ user_id: friend_id, friend_id: user_id });
    },
  };
};
