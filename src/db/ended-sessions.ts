// Why a session is over. It is written before the session's row goes, in the same job.
import type { Database } from 'bun:sqlite';
import { prepared } from './file/drizzle';

/** `ended` by a person or the operator, or its time ran out. */
export type EndReason = 'ended' | 'expired';

export const createEndedSessions = (database: Database) => {
  // A device may hold the newest refresh token, or the one before if an answer was lost.
  const noting = (where: string) => `
    INSERT OR IGNORE INTO ended_sessions (session_id, reason, ended_at, hashes)
    SELECT id, ?1, ?2, coalesce(
      (SELECT group_concat(hex(hash)) FROM refresh_tokens
       WHERE session_id = sessions.id AND generation >= sessions.refresh_generation - 1), '')
    FROM sessions WHERE ${where}`;
  const one = prepared(() => database.prepare(noting('id = ?3')));
  const others = prepared(() => database.prepare(noting('user_id = ?3 AND id != ?4')));
  const expired = prepared(() => database.prepare(noting('expires_at < ?2')));
  const byId = prepared(() =>
    database.prepare<{ reason: EndReason; hashes: string }, [number]>(
      'SELECT reason, hashes FROM ended_sessions WHERE session_id = ?',
    ),
  );
  const sweep = prepared(() => database.prepare('DELETE FROM ended_sessions WHERE ended_at < ?'));
  return {
    note: (session_id: number, now: number): void => void one.run('ended', now, session_id),
    /** All of a person's sessions but `kept`. */
    noteOthers: (user_id: number, kept: number, now: number): void =>
      void others.run('ended', now, user_id, kept),
    noteExpired: (now: number): void => void expired.run('expired', now),
    reasonOf: (session_id: number): EndReason | undefined => byId.get(session_id)?.reason,
    /** Only for who holds one of its last refresh tokens: ids alone can be guessed. */
    reasonFor(session_id: number, hash: Uint8Array): EndReason | undefined {
      const known = byId.get(session_id);
      const spelled = Buffer.from(hash).toString('hex').toUpperCase();
      return known?.hashes.split(',').includes(spelled) ? known.reason : undefined;
    },
    sweep: (before: number): void => void sweep.run(before),
  };
};

export type EndedSessions = ReturnType<typeof createEndedSessions>;
