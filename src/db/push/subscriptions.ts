// The browsers that subscribed to push notifications.
import { and, asc, count, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import type { PushState } from '../../protocol/objects';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { push_subscriptions as table } from '../schema/push';

export type PushSubscription = typeof table.$inferSelect;

/** What the browser and its person say. */
export type SubscriptionDraft = Pick<
  PushSubscription,
  | 'user_id'
  | 'session_id'
  | 'endpoint'
  | 'service'
  | 'p256dh'
  | 'auth'
  | 'origin'
  | 'show'
  | 'quiet_from'
  | 'quiet_to'
  | 'quiet_zone'
  | 'lang'
>;

const value = sql.placeholder;

export const createPushSubscriptions = (db: Drizzle) => {
  const byId = prepared(() =>
    db
      .select()
      .from(table)
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const byEndpoint = prepared(() =>
    db
      .select()
      .from(table)
      .where(eq(table.endpoint, value('endpoint')))
      .prepare(),
  );
  const list = prepared(() =>
    db
      .select()
      .from(table)
      .where(eq(table.user_id, value('user_id')))
      .orderBy(asc(table.id))
      .prepare(),
  );
  const remove = prepared(() =>
    db
      .delete(table)
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const removeSpent = prepared(() =>
    db
      .delete(table)
      .where(
        and(
          eq(table.session_id, value('session_id')),
          ne(table.endpoint, value('endpoint')),
          inArray(table.state, ['renew', 'gone'] satisfies PushState[]),
        ),
      )
      .prepare(),
  );
  const taken = prepared(() =>
    db
      .update(table)
      .set({
        sent_at: sql`${value('now')}`,
        waiting: sql`${table.waiting} + ${value('unconfirmed')}`,
        waiting_since: sql`CASE WHEN ${value('unconfirmed')} = 0 THEN ${table.waiting_since}
          ELSE coalesce(${table.waiting_since}, ${value('now')}) END`,
      })
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const confirmed = prepared(() =>
    db
      .update(table)
      .set({ shown_at: sql`${value('now')}`, waiting: 0, waiting_since: null })
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const heard = prepared(() =>
    db
      .update(table)
      .set({ waiting_since: null })
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const settle = prepared(() =>
    db
      .update(table)
      .set({
        state: sql`${value('state')}`,
        why: sql`${value('why')}`,
        state_at: sql`${value('now')}`,
      })
      .where(eq(table.id, value('id')))
      .prepare(),
  );
  const passed = prepared(() =>
    db
      .select({ id: table.id })
      .from(table)
      .where(
        and(
          eq(table.service, value('service')),
          ne(table.id, value('id')),
          sql`${table.sent_at} >= ${value('since')}`,
        ),
      )
      .limit(1)
      .prepare(),
  );
  const inState = prepared(() =>
    db
      .select()
      .from(table)
      .where(and(eq(table.state, value('state')), lt(table.state_at, value('before'))))
      .prepare(),
  );
  const unconfirmed = prepared(() =>
    db
      .select()
      .from(table)
      .where(
        and(
          eq(table.state, 'good'),
          lt(table.waiting_since, value('before')),
          sql`${table.waiting} >= ${value('min')}`,
        ),
      )
      .prepare(),
  );
  const alive = prepared(() =>
    db.select({ n: count() }).from(table).where(ne(table.state, 'gone')).prepare(),
  );
  return {
    byId: (id: number): PushSubscription | undefined => byId.get({ id }),
    byEndpoint: (endpoint: string): PushSubscription | undefined => byEndpoint.get({ endpoint }),
    /** A person's, the oldest first, those that are gone too. */
    list: (user_id: number): PushSubscription[] => list.all({ user_id }),
    add: (draft: SubscriptionDraft, now: number): number =>
      db
        .insert(table)
        .values({ ...draft, created_at: now, state_at: now })
        .returning({ id: table.id })
        .get().id,
    change(id: number, change: Partial<PushSubscription>): void {
      db.update(table).set(change).where(eq(table.id, id)).run();
    },
    remove: (id: number): void => void remove.run({ id }),
    /** What a session had before, once its browser has subscribed again. */
    removeSpent: (session_id: number, endpoint: string): void =>
      void removeSpent.run({ session_id, endpoint }),
    /** The service took a push; `isConfirmed`: the device has confirmed it already. */
    taken: (id: number, now: number, isConfirmed: boolean): void =>
      void taken.run({ id, now, unconfirmed: isConfirmed ? 0 : 1 }),
    confirmed: (id: number, now: number): void => void confirmed.run({ id, now }),
    /** Its session has a socket. */
    heard: (id: number): void => void heard.run({ id }),
    settle: (id: number, state: PushState, why: string | null, now: number): void =>
      void settle.run({ id, state, why, now }),
    /** Whether the service took a push for another subscription since then. */
    hasPassed: (service: string, id: number, since: number): boolean =>
      passed.get({ service, id, since }) !== undefined,
    inState: (state: PushState, before: number): PushSubscription[] =>
      inState.all({ state, before }),
    /** Good ones with so many unconfirmed pushes, the first of them from before that time. */
    unconfirmed: (min: number, before: number): PushSubscription[] =>
      unconfirmed.all({ min, before }),
    count: (): number => alive.get()?.n ?? 0,
  };
};

export type PushSubscriptions = ReturnType<typeof createPushSubscriptions>;
