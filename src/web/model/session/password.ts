// Changing the password: what signs in and what opens the vault change in one step.
import type { Engine } from '../../crypto/engine';
import type { Kdf } from '../../crypto/kdf';
import type { Keys } from '../keys/keys';
import { againIfStale } from '../keys/sealer';
import type { Api } from '../net/api';
import type { Account } from './account';

interface Needs {
  engine: Engine;
  keys: Keys;
  api: Api;
  account: Account;
}

export const createPassword = ({ engine, keys, api, account }: Needs) => ({
  async changePassword(current: string, next: string): Promise<void> {
    const name = encodeURIComponent(account.me.value?.username ?? '');
    const old = await api.get<Kdf>(`/auth/kdf?username=${name}`);
    const current_password = await engine.derive(current, old);
    const kdf = await engine.newKdf();
    const new_password = await engine.derive(next, kdf);
    const change = async () => {
      const { vault } = await engine.rekey();
      await api.put('/user/password', {
        current_password,
        current_derived: true,
        new_password,
        confirm_password: new_password,
        kdf,
        private_key_encrypted: vault,
        expected_version: keys.version(),
      });
    };
    // Another device wrote the vault meanwhile: both changes are kept.
    await againIfStale(change, keys.reload);
    await engine.rekeyed();
    keys.atVersion(keys.version() + 1);
    await keys.remember();
  },
});
