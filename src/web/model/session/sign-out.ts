// Leaving this device: by one's own wish, because the session was ended, or with the account.

import type { Safe } from '../../crypto/engine';
import type { Kdf } from '../../crypto/kdf';
import { ask, get, post } from '../net/api';
import type { Parting } from '../state';
import { me } from '../state';
import { forgetSecret, forgetTyped, keep } from '../store/device';
import { forgetText, isForgetful } from '../store/storage';

const NAME = 'parting';

/** Why the last visit in this tab ended; told once. */
export const partingKept = (): Parting | null => {
  if (isForgetful) return null;
  const kept = sessionStorage.getItem(NAME) as Parting | null;
  sessionStorage.removeItem(NAME);
  return kept;
};

export const createLeaving = (safe: Safe) => {
  let isLeaving = false;
  /** By one's own wish: that the session ends is no news then. */
  let isGoing = false;
  /** The page starts anew: nothing of one person is left in it for the next. */
  const leave = async (why: Parting, isStaying = false): Promise<void> => {
    if (isLeaving) return;
    isLeaving = true;
    const id = me.value?.id;
    if (id !== undefined && !isStaying) await forgetSecret(id);
    if (!isStaying) await keep('was here', false);
    await safe.close();
    if (!isForgetful) sessionStorage.setItem(NAME, why);
    location.assign('/');
  };
  const forget = () => {
    if (me.value) forgetTyped(me.value.id);
    forgetText('last name');
  };
  return {
    /** What was typed stays on this device, for the next time. */
    over(why: Parting): void {
      if (!isGoing) void leave(why, why === 'otherPerson');
    },
    async logout(): Promise<void> {
      isGoing = true;
      await post('/auth/logout').catch(() => {});
      forget();
      await leave('signedOut');
    },
    async erase(password: string): Promise<void> {
      const name = encodeURIComponent(me.value?.username ?? '');
      const kdf = await get<Kdf>(`/auth/kdf?username=${name}`);
      const auth = await safe.derive(password, kdf);
      isGoing = true;
      await ask('DELETE', '/user', { body: { password: auth, derived: true } }).catch((error) => {
        isGoing = false;
        throw error;
      });
      forget();
      await leave('erased');
    },
  };
};
