// Calls, each as long as it is live and then as long as its message.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Drizzle } from './file/drizzle';
import { prepared } from './file/drizzle';
import { calls as table } from './schema/calls';

export type Call = typeof table.$inferSelect;
type Outcome = NonNullable<Call['outcome']>;

const value = sql.placeholder;

export const createCalls = (db: Drizzle) => {
  const isLive = isNull(table.ended_at);
  const isThis = eq(table.id, value('id'));
  const live = prepared(() => db.select().from(table).where(and(isThis, isLive)).prepare());
  // Two queries: each has an index of its own, of live calls alone.
  const liveWith = (column: typeof table.caller_id | typeof table.callee_id) =>
    prepared(() =>
      db
        .select()
        .from(table)
        .where(and(isLive, eq(column, value('user_id'))))
        .prepare(),
    );
  const liveByCaller = liveWith(table.caller_id);
  const liveByCallee = liveWith(table.callee_id);
  const allLive = prepared(() => db.select().from(table).where(isLive).prepare());
  const insert = prepared(() =>
    db
      .insert(table)
      .values({
        id: value('id'),
        caller_id: value('caller_id'),
        callee_id: value('callee_id'),
        kind: value('kind'),
        caller_session_id: value('caller_session_id'),
        created_at: value('now'),
      })
      .prepare(),
  );
  const accept = prepared(() =>
    db
      .update(table)
      .set({
        callee_session_id: sql`${value('session_id')}`,
        accepted_at: sql`${value('now')}`,
        noted_at: sql`${value('now')}`,
      })
      .where(isThis)
      .prepare(),
  );
  const note = prepared(() =>
    db
      .update(table)
      .set({ noted_at: sql`${value('now')}` })
      .where(and(isThis, isLive))
      .prepare(),
  );
  const end = prepared(() =>
    db
      .update(table)
      .set({
        ended_at: sql`${value('now')}`,
        outcome: sql`${value('outcome')}`,
        duration_s: sql`${value('duration_s')}`,
      })
      .where(isThis)
      .prepare(),
  );
  const remove = prepared(() => db.delete(table).where(isThis).prepare());

  return {
    /** A call that rings or runs. */
    live: (id: string): Call | undefined => live.get({ id }),
    liveOf: (user_id: number): Call[] => [
      ...liveByCaller.all({ user_id }),
      ...liveByCallee.all({ user_id }),
    ],
    allLive: (): Call[] => allLive.all(),
    /** It rings. */
    add: (
      call: Pick<Call, 'id' | 'caller_id' | 'callee_id' | 'kind' | 'caller_session_id'>,
      now: number,
    ): void => void insert.run({ ...call, now }),
    accept: (id: string, session_id: number, now: number): void =>
      void accept.run({ id, session_id, now }),
    /** The two are in it. */
    note: (id: string, now: number): void => void note.run({ id, now }),
    end: (id: string, outcome: Outcome, duration_s: number, now: number): void =>
      void end.run({ id, outcome, duration_s, now }),
    remove: (id: string): void => void remove.run({ id }),
  };
};

export type Calls = ReturnType<typeof createCalls>;
