// What is left of an account, deleted batch by batch.
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import {
  account_deletion_batch_events,
  account_deletion_batch_messages,
} from '../../protocol/limits';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { calls } from '../schema/calls';
import { conversations, messages } from '../schema/chats';
import { events } from '../schema/events';
import { users } from '../schema/people';

const value = sql.placeholder;

export const createRemains = (db: Drizzle) => {
  const conversation = prepared(() =>
    db
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        or(
          eq(conversations.low_user_id, value('user_id')),
          eq(conversations.high_user_id, value('user_id')),
        ),
      )
      .limit(1)
      .prepare(),
  );
  const batch = prepared(() =>
    db
      .select()
      .from(messages)
      .where(eq(messages.conversation_id, value('id')))
      .limit(account_deletion_batch_messages)
      .prepare(),
  );
  const deleteMessage = prepared(() =>
    db
      .delete(messages)
      .where(eq(messages.id, value('id')))
      .prepare(),
  );
  const deleteCall = prepared(() =>
    db
      .delete(calls)
      .where(eq(calls.id, value('id')))
      .prepare(),
  );
  const deleteConversation = prepared(() =>
    db
      .delete(conversations)
      .where(eq(conversations.id, value('id')))
      .prepare(),
  );
  const oldest = db
    .select({ seq: events.seq })
    .from(events)
    .where(eq(events.user_id, value('user_id')))
    .limit(account_deletion_batch_events);
  const deleteEvents = prepared(() =>
    db
      .delete(events)
      .where(and(eq(events.user_id, value('user_id')), inArray(events.seq, oldest)))
      .returning({ seq: events.seq })
      .prepare(),
  );
  const deleteUser = prepared(() =>
    db
      .delete(users)
      .where(eq(users.id, value('user_id')))
      .prepare(),
  );
  return {
    conversation: (user_id: number) => conversation.get({ user_id })?.id,
    messages: (id: number) => batch.all({ id }),
    /** With the call that left it. */
    deleteMessage({ id, call_id }: { id: number; call_id: string | null }): void {
      deleteMessage.run({ id });
      if (call_id !== null) deleteCall.run({ id: call_id });
    },
    deleteConversation: (id: number): void => void deleteConversation.run({ id }),
    /** False if there were none. */
    deleteEvents: (user_id: number): boolean => deleteEvents.all({ user_id }).length > 0,
    deleteUser: (user_id: number): void => void deleteUser.run({ user_id }),
  };
};
