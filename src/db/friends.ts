// Friendships, and the requests that lead to them. A contact outlives the friendship it began
// with: both keep the conversation.
import type { Database } from 'bun:sqlite';
import { and, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { Drizzle } from './drizzle';
import { prepared } from './drizzle';
import { contacts, conversations } from './schema/chats';
import { friend_requests, users } from './schema/people';

export type FriendRequest = typeof friend_requests.$inferSelect;
export type Outcome = Exclude<FriendRequest['outcome'], 'pending'>;

const value = sql.placeholder;

/** The pair in the order in which a conversation keeps it. */
const pair = (a: number, b: number) => ({ low: Math.min(a, b), high: Math.max(a, b) });

const createRequests = (db: Drizzle) => {
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
        user: { id: users.id, username: users.username, avatar: users.avatar },
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
    /** From its addressee, who never sees it again. */
    hideRequest: (id: number): void => void hide.run({ id }),
    /** A pending request; a closed one is none any more. */
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

export type Contact = typeof contacts.$inferSelect;

export const createFriends = (db: Drizzle, database: Database) => {
  // Raw: every message that is sent looks here first.
  const contact = database.prepare<Contact, [number, number]>(
    'SELECT * FROM contacts WHERE user_id = ? AND friend_id = ?',
  );
  const converse = prepared(() =>
    db
      .insert(conversations)
      .values({ low_user_id: value('low'), high_user_id: value('high') })
      .returning({ id: conversations.id })
      .prepare(),
  );
  const acquaint = prepared(() =>
    db
      .insert(contacts)
      .values({
        user_id: value('me'),
        friend_id: value('friend'),
        conversation_id: value('conversation_id'),
        friends_since: value('now'),
      })
      .onConflictDoUpdate({
        target: [contacts.user_id, contacts.friend_id],
        set: { friends_since: sql`excluded.friends_since` },
      })
      .prepare(),
  );
  const part = prepared(() =>
    db
      .update(contacts)
      .set({ friends_since: null })
      .where(
        or(
          and(eq(contacts.user_id, value('a')), eq(contacts.friend_id, value('b'))),
          and(eq(contacts.user_id, value('b')), eq(contacts.friend_id, value('a'))),
        ),
      )
      .prepare(),
  );
  const mine = and(eq(contacts.user_id, value('me')), isNotNull(contacts.friends_since));
  const list = prepared(() =>
    db
      .select({
        id: users.id,
        username: users.username,
        avatar: users.avatar,
        last_seen: users.last_seen,
      })
      .from(contacts)
      .innerJoin(users, eq(users.id, contacts.friend_id))
      .where(mine)
      .orderBy(users.username_key)
      .prepare(),
  );
  const recent = prepared(() =>
    db
      .select({ contact: contacts, person: users })
      .from(contacts)
      .innerJoin(users, eq(users.id, contacts.friend_id))
      .where(and(eq(contacts.user_id, value('me')), gt(contacts.total, 0)))
      .prepare(),
  );
  const ids = prepared(() =>
    db.select({ id: contacts.friend_id }).from(contacts).where(mine).prepare(),
  );
  const contactOf = (me: number, friend: number) => contact.get(me, friend) ?? undefined;

  return {
    ...createRequests(db),
    /** My side of what two people have, also after the friendship; undefined where it never was. */
    contact: contactOf,
    areFriends: (me: number, friend: number): boolean =>
      (contactOf(me, friend)?.friends_since ?? null) !== null,
    befriend(a: number, b: number, now: number): void {
      const conversation_id = contactOf(a, b)?.conversation_id ?? converse.get(pair(a, b)).id;
      acquaint.run({ me: a, friend: b, conversation_id, now });
      acquaint.run({ me: b, friend: a, conversation_id, now });
    },
    /** Everyone I have messages with, friend or no longer. */
    conversations: (me: number) => recent.all({ me }),
    part: (a: number, b: number): void => void part.run({ a, b }),
    list: (me: number) => list.all({ me }),
    ids: (me: number): number[] => ids.all({ me }).map(({ id }) => id),
  };
};

export type Friends = ReturnType<typeof createFriends>;
