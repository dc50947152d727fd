// How a subscription does, and who is told when that changes.
import type { JobContext } from '../../db/ledger/job';
import type { PushSubscription } from '../../db/push/subscriptions';
import type { PushState } from '../../protocol/objects';
import {
  push_gone_ms,
  push_quiet_min,
  push_quiet_ms,
  push_renew_ms,
} from '../../protocol/push-limits';
import { pushState } from '../../realtime/outgoing';
import type { World } from '../../world';

type Deps = Pick<World, 'pushSubscriptions' | 'push'>;

/** Inside a ledger job: to that, and to the person's devices if it is a change. */
export const settleState = (
  { pushSubscriptions, push }: Deps,
  { now, publish, after }: JobContext,
  { id, user_id, state: before }: PushSubscription,
  state: PushState,
  why: string | null,
): void => {
  if (state === before) return;
  pushSubscriptions.settle(id, state, why, now);
  publish(pushState(user_id, id, state, why));
  after(() => push.changed(user_id));
};

const hasSocket = (
  { hub }: Pick<World, 'hub'>,
  { user_id, session_id }: PushSubscription,
): boolean => [...hub.of(user_id)].some((device) => device.session_id === session_id);

/** It confirms nothing: services say that they took a push, and nobody says that it was seen. */
const isSilent = (world: Pick<World, 'hub'>, row: PushSubscription, now: number): boolean =>
  row.waiting >= push_quiet_min &&
  row.waiting_since !== null &&
  row.waiting_since <= now - push_quiet_ms &&
  !hasSocket(world, row);

/** As it is at this moment. */
export const stateNow = (world: Pick<World, 'hub'>, row: PushSubscription, now: number) =>
  row.state === 'good' && isSilent(world, row, now)
    ? { state: 'quiet' as const, why: 'silent' }
    : { state: row.state, why: row.why };

/** What only time brings; inside a ledger job. */
export const sweepSubscriptions = (
  world: Deps & Pick<World, 'hub' | 'deadEndpoints'>,
  job: JobContext,
): void => {
  const { pushSubscriptions, deadEndpoints } = world;
  const { now } = job;
  for (const row of pushSubscriptions.unconfirmed(push_quiet_min, now - push_quiet_ms)) {
    if (isSilent(world, row, now)) settleState(world, job, row, 'quiet', 'silent');
  }
  for (const row of pushSubscriptions.inState('renew', now - push_renew_ms)) {
    settleState(world, job, row, 'gone', 'not_renewed');
  }
  for (const { id } of pushSubscriptions.inState('gone', now - push_gone_ms)) {
    pushSubscriptions.remove(id);
  }
  deadEndpoints.sweep(now - push_gone_ms);
};
