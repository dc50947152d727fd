// One's friends.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { friendOf } from '../shared/friendship';
import { mutedUntil } from '../shared/muted-until';

type Deps = Pick<World, 'friends' | 'friendLinks' | 'presence' | 'clock'>;

/** Somebody with whom nobody has talked yet stands in no list of conversations, and may be silent too. */
export const listFriends = (world: Deps, me: Me) =>
  world.friends.list(me.id).map(({ muted_until, ...person }) => ({
    ...friendOf(world, me.id, person),
    muted_until: mutedUntil(muted_until, world.clock.now()),
  }));
