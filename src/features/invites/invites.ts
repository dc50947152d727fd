// Invitations that people make: someone who registers with one becomes its maker's friend.
import { randomBytes } from 'node:crypto';
import type { Invite as Row } from '../../db/invites';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import { invite_ttl_s } from '../../protocol/limits';
import type { World } from '../../world';
import type { Invite, InviteDraft } from './model';

type Deps = Pick<World, 'config' | 'ledger' | 'invites' | 'keys' | 'rateLimiter' | 'clock'>;

// Letters that survive being read out: RFC 4648, section 6, in small.
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const code_chars = 20;

/** 100 random bits. */
export const newCode = (): string =>
  Array.from(randomBytes(code_chars), (byte) => ALPHABET[byte & 31]).join('');

/** The fragment is the maker's key, for the guest to pin: browsers send it to no server. */
export const linkOf = ({ config, keys }: Pick<World, 'config' | 'keys'>, row: Row): string => {
  const key_id = row.user_id === null ? null : keys.current(row.user_id)?.key_id;
  return `${config.public_url ?? ''}/i/${row.code}${key_id ? `#${key_id}` : ''}`;
};

const view = (world: Pick<World, 'config' | 'keys' | 'invites'>, row: Row): Invite => ({
  code: row.code,
  link: linkOf(world, row),
  uses: row.uses,
  used: row.used,
  expires_at: toRfc3339(row.expires_at),
  created_at: toRfc3339(row.created_at),
  used_by: world.invites
    .usesOf(row.code)
    .map(({ user, used_at }) => ({ user, used_at: toRfc3339(used_at) })),
});

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

export const listInvites = (world: Deps, me: Me): Invite[] =>
  world.invites.list(me.id, world.clock.now()).map((row) => view(world, row));

/** @throws noSuchPath if it isn't mine: no other code fits better */
export const revokeInvite = (world: Deps, me: Me, code: string): Promise<void> =>
  world.ledger.write(() => {
    if (world.invites.byCode(code)?.user_id !== me.id) throw new Refusal('noSuchPath');
    world.invites.revoke(code);
  });
