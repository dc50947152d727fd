// A device confirms what it showed. Whoever holds the id of a push got that push: no token is asked.

import type { JobContext } from '../../db/ledger/job';
import { pushShown } from '../../realtime/outgoing';
import type { World } from '../../world';
import { type EndCallDeps, endCall } from '../shared/end-call';
import type { Receipt } from './model';
import { settleState } from './states';

type Deps = EndCallDeps & Pick<World, 'ledger' | 'pushSubscriptions' | 'rateLimiter'>;

/** Whoever was called says no on a notification. */
const rejectCall = (world: Deps, job: JobContext, user_id: number, call_id: string): void => {
  const call = world.calls.live(call_id);
  const isRinging = call?.callee_id === user_id && call.accepted_at === null;
  if (isRinging) endCall(world, job, call, 'rejected');
};

/** Whatever does not fit is ignored. */
export const takeReceipt = async (
  world: Deps,
  { id: push_id, shown, clicked, declined }: Receipt,
  address: string,
): Promise<void> => {
  const { push, pushSubscriptions, rateLimiter } = world;
  if (rateLimiter.isSpent('push_receipt', address, 1)) return;
  rateLimiter.count('push_receipt', address);
  const isSeen = shown === true || clicked === true || declined === true;
  const mark = push.marks.readPushId(push_id);
  if (mark === undefined || !isSeen) return;
  await world.ledger.write((job) => {
    const row = pushSubscriptions.byId(mark.subscription_id);
    if (row === undefined) return;
    pushSubscriptions.confirmed(row.id, job.now);
    if (row.state === 'quiet') settleState(world, job, row, 'good', null);
    const declined_id = declined && mark.kind === 'call' ? mark.call_id : undefined;
    if (declined_id !== undefined) rejectCall(world, job, row.user_id, declined_id);
    if (push.confirm(push_id)) job.publish(pushShown(row.user_id, row.id, push_id));
  });
};
