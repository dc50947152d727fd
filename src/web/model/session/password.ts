// Changing the password, or the key: what signs in and what opens the vault change in one step, and
// what was before opens nothing that the server still has.
import type { Engine } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { answers } from '../net/answers';
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
    const old = await api.get(`/auth/kdf?username=${name}`, answers.kdf);
    const current_password = await engine.derive(current, old);
    const kdf = await engine.newKdf();
    const new_password = await engine.derive(next, kdf);
    const post = async (members: object): Promise<undefined> => {
      await api.put('/user/password', {
        current_password,
        current_derived: true,
        new_password,
        confirm_password: new_password,
        kdf,
        ...members,
      });
    };
    try {
      await keys.store({ password: true }, { isFinal: true, post });
    } finally {
      await engine.forgetSecrets();
    }
  },
  /** Old messages stay readable; friends see a line. */
  async changeKey(): Promise<void> {
    await keys.store({ key: true }, { isFinal: true });
  },
});
