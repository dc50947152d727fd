// Invitations to calls: they pass through, nothing of them is kept.
import { Refusal } from '../../protocol/errors';
import { callInvite } from '../../realtime/outgoing';
import type { World } from '../../world';

type Deps = Pick<World, 'users' | 'friends' | 'hub' | 'clock'>;

/** @throws yourself, noSuchUser, notFriends */
export const invite = (
  { users, friends, hub, clock }: Deps,
  my_id: number,
  kind: 'voice' | 'video',
  user_id: number,
) => {
  if (user_id === my_id) throw new Refusal('yourself');
  const from = users.byId(my_id);
  if (from === undefined) throw new Refusal('tokenInvalid');
  if (!friends.areFriends(my_id, user_id)) {
    throw new Refusal(users.byId(user_id) ? 'notFriends' : 'noSuchUser');
  }
  const call_id = crypto.randomUUID();
  hub.publish({ ...callInvite(user_id, kind, call_id, from), at: clock.now() });
  return { call_id };
};
