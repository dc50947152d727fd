// The operator's invitations: they belong to nobody, and bring no friend.
import { linkOf, newCode } from '../features/invites/link';
import { toRfc3339 } from '../platform/clock';
import { day_ms, invite_ttl_s, invite_ttl_s_max, invite_uses_max } from '../protocol/limits';
import type { World } from '../world';
import { OperatorError } from './accounts';

/** @throws OperatorError for numbers out of their bounds */
export const createInvitation = async (
  world: World,
  { uses = 1, expires_s = invite_ttl_s }: { uses?: number; expires_s?: number },
) => {
  if (!(uses >= 1 && uses <= invite_uses_max)) {
    throw new OperatorError(`--uses must be from 1 to ${invite_uses_max}`);
  }
  if (!(expires_s >= 1 && expires_s <= invite_ttl_s_max)) {
    throw new OperatorError(
      `--expires must be at most ${(invite_ttl_s_max * 1_000) / day_ms} days`,
    );
  }
  const code = newCode();
  const expires_at = await world.ledger.write(({ now }) => {
    const end = now + expires_s * 1_000;
    world.invites.add({ code, user_id: null, uses, expires_at: end, now });
    return end;
  });
  const row = { code, user_id: null, uses, used: 0, expires_at, created_at: 0 };
  return { code, link: linkOf(world, row), uses, expires_at: toRfc3339(expires_at) };
};

/** Those that are not over, with the names of who used them. */
export const listInvitations = (world: World) =>
  world.invites.list(null, world.clock.now()).map((row) => ({
    code: row.code,
    uses: row.uses,
    used: row.used,
    expires_at: toRfc3339(row.expires_at),
    used_by: world.invites
      .usesOf(row.code)
      .map(({ user }) => user.username)
      .join(', '),
  }));

/** @throws OperatorError if there is none */
export const revokeInvitation = async (world: World, code: string) => {
  await world.ledger.write(() => {
    if (world.invites.byCode(code) === undefined) {
      throw new OperatorError('there is no such invitation');
    }
    world.invites.revoke(code);
  });
  return { code, state: 'revoked' };
};
