// One's friends.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { friendOf } from '../shared/friendship';

type Deps = Pick<World, 'friends' | 'friendLinks' | 'presence' | 'clock'>;

export const listFriends = (world: Deps, me: Me) =>
  world.friends.list(me.id).map((row) => friendOf(world, me.id, row));
