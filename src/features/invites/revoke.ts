// Taking an invitation back.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

type Deps = Pick<World, 'ledger' | 'invites'>;

/** @throws noSuchPath if it isn't mine: no other code fits better */
export const revokeInvite = (world: Deps, me: Me, code: string): Promise<void> =>
  world.ledger.write(() => {
    if (world.invites.byCode(code)?.user_id !== me.id) throw new Refusal('noSuchPath');
    world.invites.revoke(code);
  });
