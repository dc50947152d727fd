// Ending a friendship.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { mustBeFriends } from '../shared/access';
import type { EndCallDeps } from '../shared/end-call';
import { endFriendship } from '../shared/friendship';

type Deps = EndCallDeps & Pick<World, 'ledger' | 'friendLinks'>;

/** Ends it for both; their messages stay readable to both. @throws yourself, noSuchUser, notFriends */
export const unfriend = (world: Deps, me: Me, friend_id: number) =>
  world.ledger.write((job) => {
    mustBeFriends(world, me, friend_id);
    endFriendship(world, job, me.id, friend_id);
  });
