// Changing the password: what signs in and what opens the vault change in one step.

import { CODES } from '../../../protocol/codes';
import type { Safe } from '../../crypto/engine';
import type { Kdf } from '../../crypto/kdf';
import type { Keys } from '../keys/keys';
import { ApiError, get, put } from '../net/api';
import { me } from '../state';

export const createPassword = (safe: Safe, keys: Keys) => ({
  async changePassword(current: string, next: string): Promise<void> {
    const name = encodeURIComponent(me.value?.username ?? '');
    const old = await get<Kdf>(`/auth/kdf?username=${name}`);
    const current_password = await safe.derive(current, old);
    const kdf = await safe.newKdf();
    const new_password = await safe.derive(next, kdf);
    const change = async () => {
      const { vault } = await safe.rekey();
      await put('/user/password', {
        current_password,
        current_derived: true,
        new_password,
        confirm_password: new_password,
        kdf,
        private_key_encrypted: vault,
        expected_version: keys.version(),
      });
    };
    await change().catch(async (error) => {
      if (!(error instanceof ApiError) || error.code !== CODES.staleKey.code) throw error;
      // Another device wrote the vault meanwhile: both changes are kept.
      const { private_key_encrypted, vault_version } = await keys.stored();
      await safe.merge(private_key_encrypted);
      keys.atVersion(vault_version);
      await change();
    });
    await safe.rekeyed();
    keys.atVersion(keys.version() + 1);
    await keys.remember();
  },
});
