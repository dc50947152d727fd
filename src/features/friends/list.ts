// One's friends.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { settingsOf } from '../shared/conversation-settings';
import { friendOf } from '../shared/friendship';

type Deps = Pick<World, 'friends' | 'friendLinks' | 'presence' | 'privacy' | 'clock'>;

/** Somebody with whom nobody has talked yet stands in no list of conversations, and may be pinned too. */
export const listFriends = (world: Deps, me: Me) =>
  world.friends.list(me.id).map((row) => ({
    ...friendOf(world, me.id, row),
    ...settingsOf(row, world.clock.now()),
  }));
