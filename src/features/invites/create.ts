// Making an invitation: someone who registers with it becomes its maker's friend.
import type { Me } from '../../http/tokens';
import { invite_ttl_s } from '../../protocol/limits';
import type { World } from '../../world';
import { newCode, view } from './link';
import type { Invite, InviteDraft } from './model';

type Deps = Pick<World, 'config' | 'ledger' | 'invites' | 'keys' | 'rateLimiter'>;

/** @throws tooManyRequests */
export const invite = (world: Deps, me: Me, draft: InviteDraft): Promise<Invite> => {
  world.rateLimiter.take('invite', String(me.id));
  const { uses = 1, expires_in = invite_ttl_s } = draft;
  const code = newCode();
  return world.ledger.write(({ now }) => {
    const expires_at = now + expires_in * 1_000;
    world.invites.add({ code, user_id: me.id, uses, expires_at, now });
    return view(world, { code, user_id: me.id, uses, used: 0, expires_at, created_at: now });
  });
};
