// Why a session is over. It is written before the session's row goes, in the same job.
import { and, eq, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { ended_sessions, refresh_tokens, sessions } from './schema/people';

/** `ended` by a person or the operator, or its time ran out. */
export type EndReason = 'ended' | 'expired';

const value = sql.placeholder;

export const createEndedSessions = (db: Drizzle) => {
  // A device may hold the newest refresh token, or the one before if an answer was lost.
  const hashes = sql<string>`coalesce(
    (SELECT group_concat(hex(${refresh_tokens.hash})) FROM ${refresh_tokens}
     WHERE ${refresh_tokens.session_id} = ${sessions.id}
       AND ${refresh_tokens.generation} >= ${sessions.refresh_generation} - 1), '')`;
  const note = (which: SQL | undefined) =>
    prepared(() =>
      db
        .insert(ended_sessions)
        .select(
          db
            .select({
              session_id: sessions.id,
              reason: sql<EndReason>`${value('reason')}`.as('reason'),
              hashes: hashes.as('hashes'),
              ended_at: sql<number>`${value('now')}`.as('ended_at'),
            })
            .from(sessions)
            .where(which),
        )
        .onConflictDoNothing()
        .prepare(),
    );
  const one = note(eq(sessions.id, value('session_id')));
  const others = note(and(eq(sessions.user_id, value('user_id')), ne(sessions.id, value('kept'))));
  const expired = note(lt(sessions.expires_at, value('now')));
  const byId = prepared(() =>
    db
      .select()
      .from(ended_sessions)
      .where(eq(ended_sessions.session_id, value('session_id')))
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(ended_sessions)
      .where(lt(ended_sessions.ended_at, value('before')))
      .prepare(),
  );
  return {
    note: (session_id: number, now: number): void =>
      void one.run({ reason: 'ended', now, session_id }),
    /** All of a person's sessions but `kept`. */
    noteOthers: (user_id: number, kept: number, now: number): void =>
      void others.run({ reason: 'ended', now, user_id, kept }),
    noteExpired: (now: number): void => void expired.run({ reason: 'expired', now }),
    reasonOf: (session_id: number): EndReason | undefined => byId.get({ session_id })?.reason,
    /** Only for someone who holds one of its last refresh tokens: ids alone can be guessed. */
    reasonFor(session_id: number, hash: Uint8Array): EndReason | undefined {
      const known = byId.get({ session_id });
      const spelled = Buffer.from(hash).toString('hex').toUpperCase();
      return known?.hashes.split(',').includes(spelled) ? known.reason : undefined;
    },
    sweep: (before: number): void => void sweep.run({ before }),
  };
};

export type EndedSessions = ReturnType<typeof createEndedSessions>;
