// The invitation by which two people became friends, and the proofs that they hand each other.
import { and, eq, gt, lte, or, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { friend_links } from './schema/people';

export type FriendLink = typeof friend_links.$inferSelect;

/** What one of the two made with the link's secret. */
interface Proof {
  key_id: string;
  proof: string;
}

const value = sql.placeholder;

export const createFriendLinks = (db: Drizzle) => {
  const exactly = and(
    eq(friend_links.inviter_id, value('inviter_id')),
    eq(friend_links.guest_id, value('guest_id')),
  );
  const pair = or(
    and(eq(friend_links.inviter_id, value('a')), eq(friend_links.guest_id, value('b'))),
    and(eq(friend_links.inviter_id, value('b')), eq(friend_links.guest_id, value('a'))),
  );
  const isOpen = gt(friend_links.until, value('now'));
  const between = prepared(() => db.select().from(friend_links).where(and(pair, isOpen)).prepare());
  const byGuest = prepared(() =>
    db
      .select()
      .from(friend_links)
      .where(
        and(
          eq(friend_links.code, value('code')),
          eq(friend_links.guest_id, value('guest_id')),
          isOpen,
        ),
      )
      .prepare(),
  );
  const part = prepared(() => db.delete(friend_links).where(pair).prepare());
  const insert = prepared(() =>
    db
      .insert(friend_links)
      .values({
        inviter_id: value('inviter_id'),
        guest_id: value('guest_id'),
        code: value('code'),
        until: value('until'),
      })
      .prepare(),
  );
  const key_id = sql`${value('key_id')}`;
  const proof = sql`${value('proof')}`;
  const ofGuest = prepared(() =>
    db
      .update(friend_links)
      .set({ guest_key_id: key_id, guest_proof: proof })
      .where(exactly)
      .prepare(),
  );
  const ofInviter = prepared(() =>
    db
      .update(friend_links)
      .set({ inviter_key_id: key_id, inviter_proof: proof })
      .where(exactly)
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(friend_links)
      .where(lte(friend_links.until, value('now')))
      .prepare(),
  );
  return {
    /** The one by which these two are friends, in either direction. */
    between: (a: number, b: number, now: number): FriendLink | undefined =>
      between.get({ a, b, now }),
    /** The one that a guest used, while they are friends by it. */
    ofGuest: (code: string, guest_id: number, now: number): FriendLink | undefined =>
      byGuest.get({ code, guest_id, now }),
    /** In place of whatever link there was between them. */
    add({ inviter_id, guest_id, code, until }: Omit<FriendLink, keyof Proofs>): void {
      part.run({ a: inviter_id, b: guest_id });
      insert.run({ inviter_id, guest_id, code, until });
    },
    setProof(link: FriendLink, by: 'inviter' | 'guest', { key_id, proof }: Proof): void {
      const statement = by === 'guest' ? ofGuest : ofInviter;
      const { inviter_id, guest_id } = link;
      statement.run({ inviter_id, guest_id, key_id, proof });
    },
    part: (a: number, b: number): void => void part.run({ a, b }),
    sweep: (now: number): void => void sweep.run({ now }),
  };
};

type Proofs = Pick<FriendLink, 'inviter_key_id' | 'inviter_proof' | 'guest_key_id' | 'guest_proof'>;

export type FriendLinks = ReturnType<typeof createFriendLinks>;
