// The invitation by which two people became friends, and the proofs that they hand each other.
import type { Database } from 'bun:sqlite';
import { prepared } from './file/drizzle';

export interface FriendLink {
  inviter_id: number;
  guest_id: number;
  code: string;
  /** Until when proofs are taken, ms. */
  until: number;
  inviter_key_id: string | null;
  inviter_proof: string | null;
  guest_key_id: string | null;
  guest_proof: string | null;
}

/** What one of the two made with the link's secret. */
export interface Proof {
  key_id: string;
  proof: string;
}

export const createFriendLinks = (database: Database) => {
  const pair = '(inviter_id = ?1 AND guest_id = ?2 OR inviter_id = ?2 AND guest_id = ?1)';
  const between = prepared(() =>
    database.prepare<FriendLink, [number, number, number]>(
      `SELECT * FROM friend_links WHERE ${pair} AND until > ?3`,
    ),
  );
  const byGuest = prepared(() =>
    database.prepare<FriendLink, [string, number, number]>(
      'SELECT * FROM friend_links WHERE code = ? AND guest_id = ? AND until > ?',
    ),
  );
  const part = prepared(() => database.prepare(`DELETE FROM friend_links WHERE ${pair}`));
  const insert = prepared(() =>
    database.prepare(
      'INSERT INTO friend_links (inviter_id, guest_id, code, until) VALUES (?1, ?2, ?3, ?4)',
    ),
  );
  const ofGuest = prepared(() =>
    database.prepare(
      `UPDATE friend_links SET guest_key_id = ?3, guest_proof = ?4
       WHERE inviter_id = ?1 AND guest_id = ?2`,
    ),
  );
  const ofInviter = prepared(() =>
    database.prepare(
      `UPDATE friend_links SET inviter_key_id = ?3, inviter_proof = ?4
       WHERE inviter_id = ?1 AND guest_id = ?2`,
    ),
  );
  const sweep = prepared(() => database.prepare('DELETE FROM friend_links WHERE until <= ?'));
  return {
    /** The one by which these two are friends, in either direction. */
    between: (a: number, b: number, now: number): FriendLink | undefined =>
      between.get(a, b, now) ?? undefined,
    /** The one that a guest used, while they are friends by it. */
    ofGuest: (code: string, guest_id: number, now: number): FriendLink | undefined =>
      byGuest.get(code, guest_id, now) ?? undefined,
    /** In place of whatever link there was between them. */
    add({ inviter_id, guest_id, code, until }: Omit<FriendLink, keyof Proofs>): void {
      part.run(inviter_id, guest_id);
      insert.run(inviter_id, guest_id, code, until);
    },
    setProof(link: FriendLink, by: 'inviter' | 'guest', { key_id, proof }: Proof): void {
      const statement = by === 'guest' ? ofGuest : ofInviter;
      statement.run(link.inviter_id, link.guest_id, key_id, proof);
    },
    part: (a: number, b: number): void => void part.run(a, b),
    sweep: (now: number): void => void sweep.run(now),
  };
};

type Proofs = Pick<FriendLink, 'inviter_key_id' | 'inviter_proof' | 'guest_key_id' | 'guest_proof'>;

export type FriendLinks = ReturnType<typeof createFriendLinks>;
