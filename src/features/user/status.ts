// Choosing one's own status.
import type { Me } from '../../http/tokens';
import type { Status } from '../../protocol/objects';
import type { World } from '../../world';

type Deps = Pick<World, 'ledger' | 'users' | 'presence' | 'rateLimiter'>;

/** @throws tooManyRequests */
export const changeStatus = async (world: Deps, me: Me, status: Status) => {
  world.rateLimiter.take('status', String(me.id));
  await world.ledger.write(({ after }) => {
    world.users.chooseStatus(me.id, status);
    after(() => world.presence.chose(me.id, status));
  });
  return { status };
};
