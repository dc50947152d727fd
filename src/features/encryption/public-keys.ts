// Public keys, as everybody may read them.
import type { PublicKey } from '../../db/keys';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import type { KeyQuery } from './model';

export const toPublicKey = ({ user_id, public_key, key_id, version }: PublicKey) => ({
  user_id,
  public_key,
  key_id,
  version,
});

/** @throws noSuchUser, noKey */
export const publicKeyOf = (
  { users, keys }: Pick<World, 'users' | 'keys'>,
  user_id: number,
  { key_id, version }: KeyQuery,
) => {
  if (users.byId(user_id) === undefined) throw new Refusal('noSuchUser');
  const asked =
    key_id !== undefined
      ? keys.byKeyId(user_id, key_id)
      : version !== undefined
        ? keys.byVersion(user_id, version)
        : keys.current(user_id);
  if (asked === undefined) throw new Refusal('noKey');
  return toPublicKey(asked);
};

/** In the order of the ids; null for a user who has no key, or is unknown. */
export const publicKeysOf = ({ keys }: Pick<World, 'keys'>, user_ids: number[]) =>
  user_ids.map((id) => {
    const current = keys.current(id);
    return current === undefined ? null : toPublicKey(current);
  });
