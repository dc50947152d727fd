// Registering, signing in, coming back, unlocking, leaving.

import type { Admission, Registered, SignedIn } from '../../../features/auth/model';
import type { Profile } from '../../../features/user/model';
import { CODES } from '../../../protocol/codes';
import { trimName } from '../../../protocol/login-name';
import type { Friend } from '../../../protocol/objects';
import type { Safe } from '../../crypto/engine';
import type { Kdf } from '../../crypto/kdf';
import type { Keys } from '../keys/keys';
import { ApiError, ask, get, renew, setOwner, setToken } from '../net/api';
import { secureAddress } from '../net/secure-address';
import {
  admission,
  friends,
  invited,
  lockedBy,
  me,
  parting,
  phase,
  recovery,
  recoveryDue,
} from '../state';
import { keep, recall, recallSecret } from '../store/device';
import { keepText, recallText } from '../store/storage';
import { invitation, leaveInvitation } from './invitation-link';
import { createPassword } from './password';
import { createLeaving, partingKept } from './sign-out';

export interface Newcomer {
  username: string;
  email: string;
  password: string;
}

const due = () => `recovery due ${me.value?.id}`;
const retry_ms = 5_000;
/** As the server takes it; a longer one is none. */
const code_chars_max = 64;

interface Screen {
  ready: () => Promise<void>;
  /** The conversation with a friend. */
  open: (friend_id: number) => Promise<void>;
}

export const createSession = (safe: Safe, keys: Keys, { ready, open: show }: Screen) => {
  let hasSignedIn = false;
  /** Whose invitation brought this newcomer. */
  let inviter_id: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const loadMe = async () => {
    me.value = await get<Profile>('/user/profile');
    setOwner(me.value.id);
    keepText('last name', me.value.username);
  };
  const admit = (code?: string) =>
    get<Admission>(
      `/auth/registration${code ? `?invite=${encodeURIComponent(code.slice(0, code_chars_max))}` : ''}`,
    );
  /** Someone who has an account already followed an invitation. */
  const offer = async (code: string, key_id: string) => {
    const { good = false, inviter = null } = (await admit(code)).invite ?? {};
    const known = await get<Friend[]>('/friends');
    if (inviter && known.some(({ id }) => id === inviter.id)) {
      friends.value = known;
      await show(inviter.id);
    } else if (inviter || !good) invited.value = { inviter, key_id };
  };
  /** The page is there, whether this can be shown now or not. */
  const greet = async (guest: ReturnType<typeof invitation>) => {
    if (inviter_id !== undefined) await show(inviter_id);
    else if (guest) await offer(guest.code, guest.key_id);
    inviter_id = undefined;
  };
  const enter = async () => {
    const guest = invitation();
    leaveInvitation();
    await keys.remember();
    recoveryDue.value = (await recall<boolean>(due())) ?? false;
    phase.value = 'ready';
    await ready();
    await greet(guest);
  };
  const recoveryKept = async () => {
    await keep(due(), false);
    recoveryDue.value = false;
  };
  const create = async () => {
    const written = await safe.create();
    await keep(due(), true);
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
      if (error instanceof ApiError && error.code === CODES.noKey.code) return create();
      if (error instanceof ApiError) throw error;
      lockedBy.value = hasSignedIn ? 'password' : 'device';
      phase.value = 'locked';
      return undefined;
    }
    return enter();
  };
  const welcome = async () => {
    // What is asked for first depends on who may come in.
    admission.value = await admit(invitation()?.code);
    phase.value = 'welcome';
  };
  const comeBack = async () => {
    if (!(await recall<boolean>('was here')) || !(await renew())) return welcome();
    await loadMe();
    const secret = me.value && (await recallSecret(me.value.id));
    if (secret) return unlock({ wrap: secret });
    phase.value = 'locked';
    return undefined;
  };
  const start = async (): Promise<void> => {
    clearTimeout(timer);
    if (!isSecureContext) {
      phase.value = 'insecure';
      return;
    }
    parting.value ??= partingKept();
    try {
      await comeBack();
    } catch (error) {
      const isAway = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      if (!isAway) throw error;
      if (phase.value === 'starting') phase.value = 'unreachable';
      timer = setTimeout(() => void start().catch(() => {}), retry_ms);
    }
  };

  return {
    start,
    secureAddress,
    lastName: () => recallText('last name') ?? '',
    async register({ password, ...names }: Newcomer): Promise<void> {
      const [username, email] = [trimName(names.username), trimName(names.email)];
      const kdf = await safe.newKdf();
      const auth = await safe.derive(password, kdf);
      const invite = invitation();
      const { access_token } = await ask<Registered>('POST', '/auth/register', {
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
      leaveInvitation();
      setToken(access_token);
      await keep('was here', true);
      await loadMe();
      if (invite) friends.value = await get('/friends');
      inviter_id = friends.value[0]?.id;
      await create();
      if (invite && inviter_id) await keys.pinLinked(inviter_id, invite.key_id);
    },
    async login(typed: string, password: string): Promise<void> {
      const username = trimName(typed);
      const name = encodeURIComponent(username);
      const kdf = await ask<Kdf>('GET', `/auth/kdf?username=${name}`, { open: true });
      const auth = await safe.derive(password, kdf);
      const { access_token } = await ask<SignedIn>('POST', '/auth/login', {
        open: true,
        body: { username, password: auth, derived: true, cookie: true },
      });
      setToken(access_token);
      await keep('was here', true);
      await loadMe();
      hasSignedIn = true;
      await unlock('derived');
    },
    recoveryKept,
    /** The recovery code was written down. */
    async recovered(): Promise<void> {
      recovery.value = null;
      await recoveryKept();
      await enter();
    },
    /** By the recovery code, or by a password (an earlier one, or this one on a new visit). */
    async unlock(text: string, kind: 'recovery' | 'password'): Promise<void> {
      await open(kind === 'recovery' ? { recovery: text } : { password: text });
      // From now on the password that signed in opens it too.
      if (hasSignedIn) await keys.write(await safe.change({ password: true }));
      return enter();
    },
    /** Nothing opens the vault any more: a new key; what was sealed for the old one is lost. */
    startOver: create,
    async newRecovery(): Promise<string> {
      const written = await safe.change({ recovery: true });
      await keep(due(), true);
      await keys.write(written);
      return written.recovery ?? '';
    },
    ...createPassword(safe, keys),
    ...createLeaving(safe),
  };
};

export type Session = ReturnType<typeof createSession>;
