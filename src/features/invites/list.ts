// One's own invitations.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { view } from './link';
import type { Invite } from './model';

type Deps = Pick<World, 'config' | 'invites' | 'keys' | 'clock'>;

export const listInvites = (world: Deps, me: Me): Invite[] =>
  world.invites.list(me.id, world.clock.now()).map((row) => view(world, row));
