// Invitations to calls: they pass through, nothing of them is kept.
import { Refusal } from '../../protocol/errors';
import { callInvite } from '../../realtime/outgoing';
import type { World } from '../../world';
import { friendOrRefusal } from '../shared/access';

type Deps = Pick<World, 'users' | 'friends' | 'hub' | 'clock'>;

/** @throws yourself, noSuchUser, notFriends */
export const invite = (world: Deps, my_id: number, kind: 'voice' | 'video', user_id: number) => {
  const { users, hub, clock } = world;
  friendOrRefusal(world, { id: my_id }, user_id);
  const from = users.byId(my_id);
  if (from === undefined) throw new Refusal('tokenInvalid');
  const call_id = crypto.randomUUID();
  hub.publish({ ...callInvite(user_id, kind, call_id, from), at: clock.now() });
  return { call_id };
};
