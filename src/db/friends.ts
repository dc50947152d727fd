// Friendships. A contact outlives the friendship it began with: both keep the conversation.
import type { Database } from 'bun:sqlite';
import { and, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { createRequests } from './requests';
import { contacts, conversations } from './schema/chats';
import { users } from './schema/people';
import { shownPerson } from './shown-person';

const value = sql.placeholder;

/** How one of the two has the conversation. */
const arrangement = {
  muted_until: contacts.muted_until,
  pinned: contacts.pinned,
  archived: contacts.archived,
  marked_unread: contacts.marked_unread,
  expires_in: contacts.expires_in,
};

/** The pair in the order in which a conversation keeps it. */
const pair = (a: number, b: number) => ({ low: Math.min(a, b), high: Math.max(a, b) });

export type Contact = typeof contacts.$inferSelect;
export type Arrangement = Pick<Contact, keyof typeof arrangement>;

/** Notes that hold nothing yet have no conversation. */
const noNotes = (me: number): Contact => ({
  user_id: me,
  friend_id: me,
  conversation_id: 0,
  friends_since: null,
  total: 0,
  unread: 0,
  last_message_id: 0,
  delivered_up_to: 0,
  read_up_to: 0,
  muted_until: null,
  pinned: 0,
  archived: 0,
  marked_unread: 0,
  expires_in: null,
  has_untold: 0,
});

export const createFriends = (db: Drizzle, database: Database) => {
  // By hand: every message that is sent reads here first, and drizzle doubles its cost.
  const contact = database.prepare<Contact, [number, number]>(
    'SELECT * FROM contacts WHERE user_id = ? AND friend_id = ?',
  );
  const archived = database.prepare<Contact, [number, number]>(
    'SELECT * FROM contacts WHERE user_id = ? AND friend_id = ? AND archived = 1',
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
        ...shownPerson,
        last_seen: users.last_seen,
        friends_since: contacts.friends_since,
        ...arrangement,
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
  const arrange = prepared(() =>
    db
      .update(contacts)
      .set({
        muted_until: sql`${value('muted_until')}`,
        pinned: sql`${value('pinned')}`,
        archived: sql`${value('archived')}`,
        marked_unread: sql`${value('marked_unread')}`,
      })
      .where(and(eq(contacts.user_id, value('me')), eq(contacts.friend_id, value('friend'))))
      .prepare(),
  );
  const expireAfter = prepared(() =>
    db
      .update(contacts)
      .set({ expires_in: sql`${value('expires_in')}` })
      .where(
        or(
          and(eq(contacts.user_id, value('a')), eq(contacts.friend_id, value('b'))),
          and(eq(contacts.user_id, value('b')), eq(contacts.friend_id, value('a'))),
        ),
      )
      .prepare(),
  );
  const begin = prepared(() =>
    db
      .insert(contacts)
      .values({
        user_id: value('me'),
        friend_id: value('me'),
        conversation_id: value('conversation_id'),
      })
      .prepare(),
  );
  const contactOf = (me: number, friend: number) => contact.get(me, friend) ?? undefined;

  return {
    ...createRequests(db),
    /** My side of a conversation, also after the friendship; undefined if we were never friends. */
    contact: contactOf,
    /** The same, if that side is archived. */
    archived: (me: number, friend: number) => archived.get(me, friend) ?? undefined,
    areFriends: (me: number, friend: number): boolean =>
      (contactOf(me, friend)?.friends_since ?? null) !== null,
    befriend(a: number, b: number, now: number): void {
      const conversation_id = contactOf(a, b)?.conversation_id ?? converse.get(pair(a, b)).id;
      acquaint.run({ me: a, friend: b, conversation_id, now });
      acquaint.run({ me: b, friend: a, conversation_id, now });
    },
    /** My notes to myself; I am no friend of mine. */
    beginNotes(me: number): Contact {
      begin.run({ me, conversation_id: converse.get(pair(me, me)).id });
      const { conversation_id } = contactOf(me, me) ?? noNotes(me);
      return { ...noNotes(me), conversation_id };
    },
    noNotes,
    /** My side of it, but for what is the same on both. */
    arrange: (me: number, friend: number, how: Omit<Arrangement, 'expires_in'>): void =>
      void arrange.run({ me, friend, ...how }),
    /** On both sides; null: never. */
    expireAfter: (a: number, b: number, expires_in: number | null): void =>
      void expireAfter.run({ a, b, expires_in }),
    /** Everyone I have messages with, friend or no longer. */
    conversations: (me: number) => recent.all({ me }),
    part: (a: number, b: number): void => void part.run({ a, b }),
    list: (me: number) => list.all({ me }),
    ids: (me: number): number[] => ids.all({ me }).map(({ id }) => id),
  };
};

export type Friends = ReturnType<typeof createFriends>;
