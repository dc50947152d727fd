// Accounts: their names, by which they are found, and what is stored of their passwords.
import type { Database } from 'bun:sqlite';
import { and, eq, isNull, ne, or, sql } from 'drizzle-orm';
import { createLru } from '../platform/lru';
import { names_cached_max, search_results_max } from '../protocol/limits';
import { lookalikeKeys } from '../protocol/lookalike/lookalike';
import { nameKey, trimName } from '../protocol/names';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { createLookalikes } from './lookalikes';
import { contacts } from './schema/chats';
import { friend_requests, users } from './schema/people';
import { shownPerson } from './shown-person';

export type User = typeof users.$inferSelect;
export type Status = User['chosen_status'];

/** By what others know an account. */
export type Names = Pick<User, 'username' | 'display_name' | 'email'>;

/** What of the names is compared. */
const keysOf = ({ username, email }: Omit<Names, 'display_name'>) => ({
  username_key: nameKey(username),
  email_key: nameKey(email),
  ...lookalikeKeys(username),
});

interface NewUser extends Names {
  kdf_salt: string;
  auth_hash: Uint8Array;
  now: number;
}

/** Whose word something is. */
type SenderNames = Pick<User, 'id' | 'username' | 'display_name'>;

const NOBODY = { username: '', display_name: '' };

const value = sql.placeholder;

export const createUsers = (db: Drizzle, database: Database) => {
  // By hand: every request that shows a person reads here, and drizzle doubles its cost.
  const byId = database.prepare<User, [number]>(
    'SELECT * FROM users WHERE id = ? AND erased_at IS NULL',
  );
  const anyone = prepared(() =>
    db.select({ id: users.id }).from(users).where(isNull(users.erased_at)).limit(1).prepare(),
  );
  const byName = prepared(() =>
    db
      .select()
      .from(users)
      .where(eq(users.username_key, value('key')))
      .prepare(),
  );
  const byEmail = prepared(() =>
    db
      .select()
      .from(users)
      .where(and(eq(users.email_key, value('key')), sql`email_key <> ''`))
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(users)
      .values({
        username: value('username'),
        username_key: value('username_key'),
        display_name: value('display_name'),
        email: value('email'),
        email_key: value('email_key'),
        kdf_salt: value('kdf_salt'),
        auth_hash: value('auth_hash'),
        look: value('look'),
        capital_look: value('capital_look'),
        created_at: value('now'),
        last_login: value('now'),
        last_seen: value('now'),
      })
      .returning({ id: users.id })
      .prepare(),
  );
  const setProfile = prepared(() =>
    db
      .update(users)
      .set({
        username: sql`${value('username')}`,
        username_key: sql`${value('username_key')}`,
        display_name: sql`${value('display_name')}`,
        email: sql`${value('email')}`,
        email_key: sql`${value('email_key')}`,
        avatar: sql`${value('avatar')}`,
        look: sql`${value('look')}`,
        capital_look: sql`${value('capital_look')}`,
      })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const password = prepared(() =>
    db
      .update(users)
      .set({ kdf_salt: sql`${value('kdf_salt')}`, auth_hash: sql`${value('auth_hash')}` })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const login = prepared(() =>
    db
      .update(users)
      .set({ last_login: sql`${value('now')}`, chosen_status: 'online' })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const seen = prepared(() =>
    db
      .update(users)
      .set({ last_seen: sql`${value('now')}` })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const status = prepared(() =>
    db
      .update(users)
      .set({ chosen_status: sql`${value('status')}` })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const sent = db
    .select({ one: sql`1` })
    .from(friend_requests)
    .where(
      and(
        eq(friend_requests.from_user_id, value('me')),
        eq(friend_requests.to_user_id, users.id),
        eq(friend_requests.outcome, 'pending'),
      ),
    );
  const received = db
    .select({ one: sql`1` })
    .from(friend_requests)
    .where(
      and(
        eq(friend_requests.from_user_id, users.id),
        eq(friend_requests.to_user_id, value('me')),
        eq(friend_requests.outcome, 'pending'),
        eq(friend_requests.is_hidden, 0),
      ),
    );
  const search = prepared(() =>
    db
      .select({
        ...shownPerson,
        is_friend: sql<number>`${contacts.friends_since} IS NOT NULL`,
        sent: sql<number>`EXISTS ${sent}`,
        received: sql<number>`EXISTS ${received}`,
      })
      .from(users)
      .leftJoin(contacts, and(eq(contacts.user_id, value('me')), eq(contacts.friend_id, users.id)))
      .where(
        and(
          ne(users.id, value('me')),
          isNull(users.disabled_at),
          isNull(users.erased_at),
          or(
            sql`instr(${users.username_key}, ${value('name')}) > 0`,
            eq(users.email_key, value('name')),
          ),
        ),
      )
      .orderBy(sql`length(${users.username_key})`, users.id)
      .limit(search_results_max)
      .prepare(),
  );

  const everyone = prepared(() =>
    db.select().from(users).where(isNull(users.erased_at)).orderBy(users.id).prepare(),
  );
  const disable = prepared(() =>
    db
      .update(users)
      .set({ disabled_at: sql`${value('at')}` })
      .where(eq(users.id, value('id')))
      .prepare(),
  );
  const names = createLru<number, SenderNames>(names_cached_max);

  const named = (key: string): User | undefined => byName.get({ key }) ?? byEmail.get({ key });

  return {
    ...createLookalikes(db),
    /**
     * By user name or e-mail address as somebody typed it. The exact text comes first: a name from
     * before today's rules may begin or end with invisible characters.
     */
    byLogin: (typed: string): User | undefined =>
      named(nameKey(typed)) ?? named(nameKey(trimName(typed))),
    byId: (id: number): User | undefined => byId.get(id) ?? undefined,
    /** Cached: every delivered message carries one. */
    namesOf(id: number): SenderNames {
      const known = names.get(id);
      if (known !== undefined) return known;
      const { username, display_name } = byId.get(id) ?? NOBODY;
      const read = { id, username, display_name };
      names.set(id, read);
      return read;
    },
    /** A name that was read inside a transaction may have been undone with it. */
    forgetNames: (): void => names.clear(),
    byName: (key: string): User | undefined => byName.get({ key }),
    byEmail: (key: string): User | undefined => byEmail.get({ key }),
    add: (user: NewUser): number => insert.get({ ...user, ...keysOf(user) }).id,
    setProfile(user: Names & Pick<User, 'id' | 'avatar'>): void {
      setProfile.run({ ...user, ...keysOf(user) });
      names.delete(user.id);
    },
    setPassword: (id: number, kdf_salt: string, auth_hash: Uint8Array): void =>
      void password.run({ id, kdf_salt, auth_hash }),
    /** A login, which also forgets the status chosen before it. */
    signedIn: (id: number, now: number): void => void login.run({ id, now }),
    all: (): User[] => everyone.all(),
    /** Before the first account nobody can sign in. */
    any: (): boolean => anyone.get() !== undefined,
    /** From that time on (ms) the account can't sign in; null undoes it. */
    disable: (id: number, at: number | null): void => void disable.run({ id, at }),
    seen: (id: number, now: number): void => void seen.run({ id, now }),
    chooseStatus: (id: number, chosen: Status): void => void status.run({ id, status: chosen }),
    /** By a part of their user name or a whole e-mail address, as a name key. */
    search: (me: number, name: string) =>
      search.all({ me, name }).map(({ sent: out, received: inn, is_friend, ...user }) => ({
        ...user,
        is_friend: is_friend === 1,
        request: out ? ('sent' as const) : inn ? ('received' as const) : ('none' as const),
      })),
  };
};

export type Users = ReturnType<typeof createUsers>;
