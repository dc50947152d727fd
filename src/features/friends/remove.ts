// Ending a friendship.
import type { Me } from '../../http/tokens';
import { friendRemoved } from '../../realtime/outgoing';
import type { World } from '../../world';
import { mustBeFriends } from '../shared/access';

type Deps = Pick<World, 'ledger' | 'friends'>;

/** Ends it for both; their messages stay readable to both. */
export const unfriend = (world: Deps, me: Me, friend_id: number) =>
  world.ledger.write(({ publish }) => {
    mustBeFriends(world, me, friend_id);
    world.friends.part(me.id, friend_id);
    publish(friendRemoved(me.id, friend_id));
    publish(friendRemoved(friend_id, me.id));
  });
