// Registering, signing in, coming back, unlocking, leaving.
import type { Kdf } from '../crypto/kdf';
import type { Safe } from '../safe';
import { ApiError, ask, get, post, put, renew, setToken } from './api';
import { forgetSecret, keep, recall, recallSecret } from './device';
import type { Keys } from './keys';
import type { Me } from './state';
import { friends, me, phase, recovery } from './state';

interface Entered {
  access_token: string;
}

export interface Newcomer {
  username: string;
  email: string;
  password: string;
}

/** The invitation in the address: its code, and the key that its fragment pins. */
export const invitation = (): { code: string; key_id: string } | null => {
  const code = /^\/i\/([\w-]+)$/.exec(location.pathname)?.[1];
  return code ? { code, key_id: location.hash.slice(1) } : null;
};

export const createSession = (safe: Safe, keys: Keys, ready: () => Promise<void>) => {
  let hasSignedIn = false;
  const loadMe = async () => {
    me.value = await get<Me>('/user/profile');
  };
  const enter = async () => {
    if (location.pathname !== '/') history.replaceState(null, '', '/');
    await keys.remember();
    phase.value = 'ready';
    await ready();
  };
  const create = async () => {
    const written = await safe.create();
    await keys.write(written);
    await keys.remember();
    recovery.value = written.recovery ?? null;
    phase.value = 'recovery';
  };
  const open = async (by: Parameters<Safe['open']>[1]) => {
    const { private_key_encrypted, vault_version } = await keys.stored();
    keys.atVersion(vault_version);
    keys.opened(await safe.open(private_key_encrypted, by));
  };
  /** With the password just given, or the secret of this device; else someone is asked. */
  const unlock = async (by: Parameters<Safe['open']>[1]) => {
    try {
      await open(by);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'ENCRYPT_001') return create();
      if (error instanceof ApiError) throw error;
      phase.value = 'locked';
      return undefined;
    }
    return enter();
  };
  /** The inviter's key is the one in the link, or this is not who invited. */
  const pinInviter = async (key_id: string) => {
    friends.value = await get('/friends');
    const [inviter] = friends.value;
    if (!inviter || !key_id) return;
    const key = await keys.peerKey(inviter.id);
    await keys.pin(inviter.id, key_id, key?.key_id === key_id);
  };

  return {
    async start(): Promise<void> {
      if (!isSecureContext) {
        phase.value = 'insecure';
        return;
      }
      if (!(await recall<boolean>('was here')) || invitation() || !(await renew())) {
        phase.value = 'welcome';
        return;
      }
      await loadMe();
      const secret = me.value && (await recallSecret(me.value.id));
      if (secret) await unlock({ wrap: secret });
      else phase.value = 'locked';
    },
    async register({ username, email, password }: Newcomer): Promise<void> {
      const kdf = await safe.newKdf();
      const auth = await safe.derive(password, kdf);
      const invite = invitation();
      const { access_token } = await ask<Entered>('POST', '/auth/register', {
        open: true,
        body: {
          username,
          email,
          password: auth,
          confirm_password: auth,
          kdf,
          cookie: true,
          ...(invite ? { invite: invite.code } : {}),
        },
      });
      setToken(access_token);
      await keep('was here', true);
      await loadMe();
      await create();
      if (invite) await pinInviter(invite.key_id);
    },
    async login(username: string, password: string): Promise<void> {
      const name = encodeURIComponent(username);
      const kdf = await ask<Kdf>('GET', `/auth/kdf?username=${name}`, { open: true });
      const auth = await safe.derive(password, kdf);
      const { access_token } = await ask<Entered>('POST', '/auth/login', {
        open: true,
        body: { username, password: auth, derived: true, cookie: true },
      });
      setToken(access_token);
      await keep('was here', true);
      await loadMe();
      hasSignedIn = true;
      await unlock('derived');
    },
    /** The recovery code was written down. */
    recovered: enter,
    /** By the recovery code, or by a password (an earlier one, or this one on a new visit). */
    async unlock(text: string, kind: 'recovery' | 'password'): Promise<void> {
      await open(kind === 'recovery' ? { recovery: text } : { password: text });
      // From now on the password that signed in opens it too.
      if (hasSignedIn) await keys.write(await safe.change({ password: true }));
      return enter();
    },
    /** Nothing opens the vault any more: a new key; what was sealed for the old one is lost. */
    startOver: create,
    async changePassword(current: string, next: string): Promise<void> {
      const name = encodeURIComponent(me.value?.username ?? '');
      const old = await get<Kdf>(`/auth/kdf?username=${name}`);
      const current_password = await safe.derive(current, old);
      const kdf = await safe.newKdf();
      const new_password = await safe.derive(next, kdf);
      const { vault } = await safe.change({ password: true });
      await put('/user/password', {
        current_password,
        current_derived: true,
        new_password,
        confirm_password: new_password,
        kdf,
        private_key_encrypted: vault,
        expected_version: keys.version(),
      });
      keys.atVersion(keys.version() + 1);
      await keys.remember();
    },
    async newRecovery(): Promise<string> {
      const written = await safe.change({ recovery: true });
      await keys.write(written);
      return written.recovery ?? '';
    },
    async logout(): Promise<void> {
      const id = me.value?.id;
      await post('/auth/logout').catch(() => {});
      if (id !== undefined) await forgetSecret(id);
      await keep('was here', false);
      await safe.close();
      location.assign('/');
    },
    async erase(password: string): Promise<void> {
      const name = encodeURIComponent(me.value?.username ?? '');
      const kdf = await get<Kdf>(`/auth/kdf?username=${name}`);
      const auth = await safe.derive(password, kdf);
      await ask('DELETE', '/user', { body: { password: auth, derived: true } });
      if (me.value) await forgetSecret(me.value.id);
      await keep('was here', false);
      location.assign('/');
    },
  };
};

export type Session = ReturnType<typeof createSession>;
