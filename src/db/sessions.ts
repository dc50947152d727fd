// A token refers to a row here. When a session ends, ended-sessions notes why, then its row goes.
import { and, eq, lt, ne, sql } from 'drizzle-orm';
import type { EndedSessions } from './ended-sessions';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { sessions } from './schema/people';

export type Session = typeof sessions.$inferSelect;

const value = sql.placeholder;

export const createSessions = (db: Drizzle, ended: EndedSessions) => {
  const byId = prepared(() =>
    db
      .select()
      .from(sessions)
      .where(eq(sessions.id, value('id')))
      .prepare(),
  );
  const insert = prepared(() =>
    db
      .insert(sessions)
      .values({
        user_id: value('user_id'),
        created_at: value('now'),
        last_used_at: value('now'),
        expires_at: value('expires_at'),
        user_agent: value('user_agent'),
      })
      .returning({ id: sessions.id })
      .prepare(),
  );
  const extend = prepared(() =>
    db
      .update(sessions)
      .set({ last_used_at: sql`${value('now')}`, expires_at: sql`${value('expires_at')}` })
      .where(eq(sessions.id, value('id')))
      .prepare(),
  );
  const end = prepared(() =>
    db
      .delete(sessions)
      .where(eq(sessions.id, value('id')))
      .prepare(),
  );
  const endOthers = prepared(() =>
    db
      .delete(sessions)
      .where(and(eq(sessions.user_id, value('user_id')), ne(sessions.id, value('kept'))))
      .returning({ id: sessions.id })
      .prepare(),
  );
  const list = prepared(() =>
    db
      .select()
      .from(sessions)
      .where(eq(sessions.user_id, value('user_id')))
      .orderBy(sessions.id)
      .prepare(),
  );
  const sweep = prepared(() =>
    db
      .delete(sessions)
      .where(lt(sessions.expires_at, value('now')))
      .returning({ id: sessions.id, user_id: sessions.user_id })
      .prepare(),
  );

  return {
    byId: (id: number): Session | undefined => byId.get({ id }),
    start: (session: {
      user_id: number;
      now: number;
      expires_at: number;
      user_agent: string;
    }): number => insert.get(session).id,
    extend: (id: number, now: number, expires_at: number): void =>
      void extend.run({ id, now, expires_at }),
    /** All of a user's sessions, the oldest first. */
    list: (user_id: number) => list.all({ user_id }),
    end(id: number, now: number): void {
      ended.note(id, now);
      end.run({ id });
    },
    /** Ends all of a user's sessions but `kept`; returns the ids of those ended. */
    endOthers(user_id: number, kept: number, now: number): number[] {
      ended.noteOthers(user_id, kept, now);
      return endOthers.all({ user_id, kept }).map(({ id }) => id);
    },
    /** Ends expired sessions, and returns them. */
    sweep(now: number) {
      ended.noteExpired(now);
      return sweep.all({ now });
    },
  };
};

export type Sessions = ReturnType<typeof createSessions>;
