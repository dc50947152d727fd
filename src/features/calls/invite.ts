// Invitations to calls: they are passed on, and nothing is stored.

import { call_ring_ms } from '../../protocol/call-limits';
import { Refusal } from '../../protocol/errors';
import { callInvite } from '../../realtime/outgoing';
import type { World } from '../../world';
import { friendOrRefusal } from '../shared/access';

type Deps = Pick<World, 'users' | 'friends' | 'hub' | 'clock' | 'rateLimiter' | 'push'>;

/** @throws yourself, noSuchUser, notFriends, tooManyRequests */
export const invite = (world: Deps, my_id: number, kind: 'voice' | 'video', user_id: number) => {
  const { users, hub, clock, rateLimiter, push } = world;
  friendOrRefusal(world, { id: my_id }, user_id);
  const from = users.byId(my_id);
  if (from === undefined) throw new Refusal('tokenInvalid');
  const me = String(my_id);
  rateLimiter.check('call', me);
  rateLimiter.take('call_friend', `${my_id} ${user_id}`);
  rateLimiter.count('call', me);
  const call_id = crypto.randomUUID();
  const at = clock.now();
  hub.publish({ ...callInvite(user_id, kind, call_id, from), at });
  const { id, username } = from;
  push.call({ to: user_id, from: { id, username }, call_id, kind, rings_until: at + call_ring_ms });
  return { call_id };
};
