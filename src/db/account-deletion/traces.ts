// What others have of an account: contacts, requests, events that show its messages.
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { DurableEventType } from '../../protocol/events';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
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
  // Events refer to rows: events about deleted messages become deletions.
  const convert = prepared(() =>
    db
      .update(events)
      .set({
        type: 'message_deleted',
        detail: sql`json_object('friend_id', ${value('friend_id')})`,
      })
      .where(
        and(
          eq(events.user_id, value('user_id')),
          inArray(events.type, [
            'new_message',
            'message_sent',
            'message_edited',
            'message_reaction',
            'call_entry',
          ] satisfies DurableEventType[]),
          inArray(
            events.subject_id,
            db
              .select({ id: messages.id })
              .from(messages)
              .where(eq(messages.conversation_id, value('conversation_id'))),
          ),
        ),
      )
      .prepare(),
  );
  return {
    contacts: (user_id: number) => known.all({ user_id }),
    requests: (user_id: number): DeletedAccount['requests'] =>
      asked.all({ user_id }).map(({ id, from_user_id, to_user_id }) => ({
        id,
        other_id: from_user_id === user_id ? to_user_id : from_user_id,
      })),
    /** A friend keeps the conversation's events as deletions, and loses the contact. */
    remove(friend_id: number, user_id: number, conversation_id: number): void {
      convert.run({ user_id: friend_id, friend_id: user_id, conversation_id });
      withdraw.run({ user_id: friend_id, friend_id: user_id });
    },
  };
};
