// A call to see whether calls would connect: it rings nowhere and leaves nothing.
import type { Me } from '../../http/tokens';
import { test_call_ms } from '../../protocol/call-limits';
import { callTest } from '../../realtime/outgoing';
import type { World } from '../../world';
import { friendOrRefusal } from '../shared/access';

type Deps = Pick<World, 'users' | 'friends' | 'liveCalls' | 'hub' | 'clock' | 'rateLimiter'>;

/**
 * With oneself, or with a friend whose open pages are asked to join.
 * @throws yourself, noSuchUser, notFriends, tooManyRequests
 */
export const testCall = (world: Deps, me: Pick<Me, 'id'>, user_id?: number) => {
  const { liveCalls, hub, clock, rateLimiter } = world;
  if (user_id !== undefined) friendOrRefusal(world, me, user_id);
  rateLimiter.take('call_test', String(me.id));
  const call_id = crypto.randomUUID();
  const at = clock.now();
  const member_ids = user_id === undefined ? [me.id] : [me.id, user_id];
  liveCalls.addTest({ id: call_id, member_ids, until: at + test_call_ms }, at);
  if (user_id !== undefined) hub.publish({ ...callTest(user_id, call_id, me.id), at });
  return { call_id };
};
