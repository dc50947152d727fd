// A push to see whether they arrive.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import { mySubscription } from './unsubscribe';

type Deps = Pick<World, 'push' | 'pushSubscriptions' | 'rateLimiter'>;

/** @throws noSuchPath, noPushService, otherPushKey, tooManyRequests */
export const testPush = (world: Deps, me: Me, id: number): { push_id: string } => {
  const row = mySubscription(world, me, id);
  if (world.push.why !== null) throw new Refusal('noPushService', { why: 'off' });
  if (row.state === 'renew' || row.state === 'gone') {
    throw new Refusal('otherPushKey', { why: row.state });
  }
  world.rateLimiter.take('push_test', String(id));
  return { push_id: world.push.test(row) };
};
