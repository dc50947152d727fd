// An invitation's code and link, and what its maker sees of it.
import type { Invite as Row } from '../../db/invites';
import { toRfc3339 } from '../../platform/clock';
import { randomLetters } from '../../platform/random-letters';
import type { World } from '../../world';
import type { Invite } from './model';

const code_chars = 20;

/** 100 random bits, in letters that survive being read out. */
export const newCode = (): string => randomLetters(code_chars);

/** The fragment is the maker's key, for the guest to pin: browsers send it to no server. */
export const linkOf = ({ config, keys }: Pick<World, 'config' | 'keys'>, row: Row): string => {
  const key_id = row.user_id === null ? null : keys.current(row.user_id)?.key_id;
  return `${config.public_url ?? ''}/i/${row.code}${key_id ? `#${key_id}` : ''}`;
};

export const view = (world: Pick<World, 'config' | 'keys' | 'invites'>, row: Row): Invite => ({
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
