// Keys: kept, handed out, never opened.
import type { PublicKey } from '../../db/keys';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { opaque_vault_bytes_max, public_key_bytes_max } from '../../protocol/limits';
import { keyChanged } from '../../realtime/outgoing';
import { examineVault } from '../../values/jwe';
import { examinePublicKey } from '../../values/jwk';
import { mustFit } from '../../values/text';
import type { World } from '../../world';
import type { KeyPair, KeyQuery, VaultQuery } from './model';

type Doors = Pick<World, 'ledger' | 'users' | 'friends' | 'keys'>;

const toPublicKey = ({ user_id, public_key, key_id, version }: PublicKey) => ({
  user_id,
  public_key,
  key_id,
  version,
});

/** @throws noSuchUser, noKey */
export const publicKeyOf = (
  { users, keys }: Doors,
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

/** @throws noKey before there is one */
export const ownKeys = ({ keys }: Doors, me: Me, asked: VaultQuery) => {
  const current = keys.current(me.id);
  const vault =
    asked.vault_version === undefined
      ? keys.vault(me.id)
      : keys.vaultByVersion(me.id, asked.vault_version);
  if (current === undefined || vault === undefined) throw new Refusal('noKey');
  const { private_key_encrypted, vault_version } = vault;
  return { ...toPublicKey(current), private_key_encrypted, vault_version };
};

/** `version` rises when the public key changes, `vault_version` with every write. */
export const storeKeys = (world: Doors, me: Me, pair: KeyPair) => {
  const { public_key, private_key_encrypted } = pair;
  mustFit('public_key', public_key, public_key_bytes_max);
  mustFit('private_key_encrypted', private_key_encrypted, opaque_vault_bytes_max);
  const { key_id } = examinePublicKey(public_key);
  examineVault(private_key_encrypted);
  const { keys } = world;
  return world.ledger.write(({ now, tell }) => {
    const before = keys.current(me.id);
    const version = before?.public_key === public_key ? before.version : (before?.version ?? 0) + 1;
    const vault_version = keys.nextVaultVersion(me.id, pair.expected_version);
    if (version !== before?.version) {
      keys.addKey({ user_id: me.id, version, key_id, public_key, now });
      for (const to of [me.id, ...world.friends.ids(me.id)]) {
        tell(keyChanged(to, { user_id: me.id, key_id, version }));
      }
    }
    keys.addVault({ user_id: me.id, vault_version, private_key_encrypted, now });
    return { user_id: me.id, key_id, version, vault_version };
  });
};
