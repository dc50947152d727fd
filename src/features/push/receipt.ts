// A device confirms what it showed. Whoever holds the id of a push got that push: no token is asked.
import { pushShown } from '../../realtime/outgoing';
import type { World } from '../../world';
import type { Receipt } from './model';
import { settleState } from './states';

type Deps = Pick<World, 'ledger' | 'push' | 'pushSubscriptions' | 'rateLimiter'>;

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
    if (push.confirm(push_id)) job.publish(pushShown(row.user_id, row.id, push_id));
  });
};
