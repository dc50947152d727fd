// One's own key pair; the private key is encrypted, in its vault.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import type { VaultQuery } from './model';
import { toPublicKey } from './public-keys';

/** @throws noKey if none was stored yet */
export const ownKeys = ({ keys }: Pick<World, 'keys'>, me: Me, asked: VaultQuery) => {
  const current = keys.current(me.id);
  const vault =
    asked.vault_version === undefined
      ? keys.vault(me.id)
      : keys.vaultByVersion(me.id, asked.vault_version);
  if (current === undefined || vault === undefined) throw new Refusal('noKey');
  const { private_key_encrypted, vault_version } = vault;
  return { ...toPublicKey(current), private_key_encrypted, vault_version };
};
