// Friend requests. A closed one keeps its row.
import { and, eq, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { friend_requests, users } from './schema/people';
import { shownPerson } from './shown-person';

type FriendRequest = typeof friend_requests.$inferSelect;
type Outcome = Exclude<FriendRequest['outcome'], 'pending'>;

const value = sql.placeholder;

export const createRequests = (db: Drizzle) => {
  const pending = eq(friend_requests.outcome, 'pending');
  const byId = prepared(() =>
    db
      .select()
      .from(friend_requests)
      .where(eq(friend_requests.id, value('id')))
      .prepare(),
  );
  const stillPending = prepared(() =>
    db
      .select()
      .from(friend_requests)
      .where(and(eq(friend_requests.id, value('id')), pending))
      .prepare(),
  );
  const between = prepared(() =>
    db
      .select()
      .from(friend_requests)
      .where(
        and(
          eq(friend_requests.from_user_id, value('from')),
          eq(friend_requests.to_user_id, value('to')),
          pending,
        ),
      )
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(friend_requests)
      .values({
        from_user_id: value('from'),
        to_user_id: value('to'),
        message: value('message'),
        created_at: value('now'),
        is_hidden: value('is_hidden'),
      })
      .returning({ id: friend_requests.id })
      .prepare(),
  );
  const close = prepared(() =>
    db
      .update(friend_requests)
      .set({ outcome: sql`${value('outcome')}`, closed_at: sql`${value('now')}` })
      .where(eq(friend_requests.id, value('id')))
      .prepare(),
  );
  const listed = (mine: 'from_user_id' | 'to_user_id', theirs: 'from_user_id' | 'to_user_id') =>
    db
      .select({
        request_id: friend_requests.id,
        message: friend_requests.message,
        created_at: friend_requests.created_at,
        user: shownPerson,
      })
      .from(friend_requests)
      .innerJoin(users, eq(users.id, friend_requests[theirs]))
      .where(
        and(
          eq(friend_requests[mine], value('me')),
          pending,
          mine === 'to_user_id' ? eq(friend_requests.is_hidden, 0) : undefined,
        ),
      )
      .orderBy(friend_requests.id)
      .prepare();
  const received = listed('to_user_id', 'from_user_id');
  const sent = listed('from_user_id', 'to_user_id');
  const hide = prepared(() =>
    db
      .update(friend_requests)
      .set({ is_hidden: 1 })
      .where(eq(friend_requests.id, value('id')))
      .prepare(),
  );
  return {
    /** Hides it from its addressee for good. */
    hideRequest: (id: number): void => void hide.run({ id }),
    /** Undefined if it is closed. */
    pendingRequest: (id: number): FriendRequest | undefined => stillPending.get({ id }),
    request: (id: number): FriendRequest | undefined => byId.get({ id }),
    requestBetween: (from: number, to: number): FriendRequest | undefined =>
      between.get({ from, to }),
    addRequest: (request: {
      from: number;
      to: number;
      message: string;
      now: number;
      is_hidden: boolean;
    }): number => insert.get({ ...request, is_hidden: request.is_hidden ? 1 : 0 }).id,
    closeRequest: (id: number, outcome: Outcome, now: number): void =>
      void close.run({ id, outcome, now }),
    requestsOf: (me: number, direction: 'received' | 'sent') =>
      (direction === 'received' ? received : sent).all({ me }),
  };
};
