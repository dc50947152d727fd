// Typing, or no longer.
import { typing } from '../../realtime/outgoing';
import type { World } from '../../world';
import { mustBeFriends } from '../shared/access';

type Deps = Pick<World, 'friends' | 'privacy' | 'hub' | 'clock'>;

/** Published, and not stored; not at all if the person keeps it to themselves. @throws notFriends */
export const publishTyping = (
  world: Deps,
  me: { id: number },
  friend_id: number,
  active: boolean,
) => {
  mustBeFriends(world, me, friend_id);
  if (!world.privacy.of(me.id).typing) return;
  world.hub.publish({ ...typing(friend_id, me.id, active), at: world.clock.now() });
};
