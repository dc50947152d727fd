// Invitations: a code, who made it, and how often it may be used until when.
import { and, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { invite_uses, invites, users } from './schema/people';
import { shownPerson } from './shown-person';

export type Invite = typeof invites.$inferSelect;

const value = sql.placeholder;

export const createInvites = (db: Drizzle) => {
  const good = and(
    eq(invites.code, value('code')),
    lt(invites.used, invites.uses),
    gt(invites.expires_at, value('now')),
  );
  const byCode = prepared(() =>
    db
      .select()
      .from(invites)
      .where(eq(invites.code, value('code')))
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(invites)
      .values({
        code: value('code'),
        user_id: value('user_id'),
        uses: value('uses'),
        expires_at: value('expires_at'),
        created_at: value('now'),
      })
      .prepare(),
  );
  const usable = prepared(() => db.select().from(invites).where(good).prepare());
  const use = prepared(() =>
    db
      .update(invites)
      .set({ used: sql`${invites.used} + 1` })
      .where(good)
      .returning()
      .prepare(),
  );
  const insertUse = prepared(() =>
    db
      .insert(invite_uses)
      .values({ code: value('code'), user_id: value('user_id'), used_at: value('now') })
      .onConflictDoNothing()
      .prepare(),
  );
  const usesOf = prepared(() =>
    db
      .select({
        user: shownPerson,
        used_at: invite_uses.used_at,
      })
      .from(invite_uses)
      .innerJoin(users, eq(users.id, invite_uses.user_id))
      .where(eq(invite_uses.code, value('code')))
      .orderBy(invite_uses.used_at, users.id)
      .prepare(),
  );
  const list = prepared(() =>
    db
      .select()
      .from(invites)
      .where(and(eq(invites.user_id, value('user_id')), gt(invites.expires_at, value('now'))))
      .orderBy(invites.created_at, invites.code)
      .prepare(),
  );
  const listOperator = prepared(() =>
    db
      .select()
      .from(invites)
      .where(and(isNull(invites.user_id), gt(invites.expires_at, value('now'))))
      .orderBy(invites.created_at, invites.code)
      .prepare(),
  );
  const revoke = prepared(() =>
    db
      .delete(invites)
      .where(eq(invites.code, value('code')))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(invites)
      .where(lte(invites.expires_at, value('now')))
      .prepare(),
  );
  return {
    byCode: (code: string): Invite | undefined => byCode.get({ code }),
    /** Not used up, not expired. */
    usable: (code: string, now: number): Invite | undefined => usable.get({ code, now }),
    /** Uses it once; undefined if it is not usable. */
    use: (code: string, now: number): Invite | undefined => use.get({ code, now }),
    usedBy: (code: string, user_id: number, now: number): void =>
      void insertUse.run({ code, user_id, now }),
    /** Who used it, the first one first; without those whose account is gone. */
    usesOf: (code: string) => usesOf.all({ code }),
    add: (invite: Omit<Invite, 'used' | 'created_at'> & { now: number }): void =>
      void insert.run(invite),
    /** A user's that have not expired, the oldest first; null for the operator's. */
    list: (user_id: number | null, now: number): Invite[] =>
      user_id === null ? listOperator.all({ now }) : list.all({ user_id, now }),
    revoke: (code: string): void => void revoke.run({ code }),
    sweep: (now: number): void => void sweep.run({ now }),
  };
};

export type Invites = ReturnType<typeof createInvites>;
