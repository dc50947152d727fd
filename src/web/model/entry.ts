// The half of the client that everybody needs: the server, the session, the vault, and what all
// screens share. The other half is model/inside.
import type { Ground } from './ground';
import { createGround } from './ground';
import { createSecureAddress } from './net/secure-address';
import type { Parts } from './parts';
import { createDevices } from './session/devices';
import { createForgetting } from './session/forgetting';
import type { Inside, InsideHalf } from './session/inside-loading';
import { createInsideLoading } from './session/inside-loading';
import { createInvitationLink } from './session/invitation-link';
import { createOfflineStart } from './session/offline-start';
import { createOthersWait } from './session/others-wait';
import { createPassword } from './session/password';
import { createPasswordStrength } from './session/password-strength';
import { createRegister } from './session/register';
import { createSignIn } from './session/sign-in';
import { createSignOut } from './session/sign-out';
import { createUnlock } from './session/unlock';
import { createConfirm } from './ui/confirm';
import { createTheme } from './ui/theme';
import { createToast } from './ui/toast';
import { createUpdate } from './ui/update';

interface Loading {
  loadInside: () => Promise<Inside>;
  /** Undefined until it is loaded. */
  inside: () => Inside | undefined;
}

/** Signing in, opening the vault, signing out. */
const createSession = (ground: Ground, loading: Loading) => {
  const needs = { ...ground, ...loading };
  const link = createInvitationLink(ground);
  const devices = createDevices(ground);
  const signOut = createSignOut({ ...ground, ...createForgetting(needs), devices });
  const othersWait = createOthersWait(ground);
  const unlock = createUnlock({ ...needs, devices, link, othersWait });
  const offlineStart = createOfflineStart(ground);
  const away = () => loading.inside()?.away();
  const signIn = createSignIn({ ...needs, away, link, offlineStart, signOut, unlock });
  const register = createRegister({ ...needs, link, signOut, unlock });
  return {
    link,
    session: {
      secureAddress: createSecureAddress(ground),
      ...signOut,
      ...signIn,
      ...unlock,
      ...register,
      ...devices,
      othersWait,
      ...createPassword(ground),
      ...createPasswordStrength(),
    },
  };
};

/**
 * Nothing happens before `session.start`. `language` is as the server's answers are to have it;
 * `loadCode` gives what makes the other half of `base`, once its code is there.
 */
export const createEntry = <InsideModels>(
  parts: Parts,
  language: () => 'zh' | 'en',
  loadCode: () => Promise<() => InsideHalf<InsideModels>>,
) => {
  const ground = createGround(parts, language);
  const { account, api, keys, localStore, notices, people, pins, screen } = ground;
  const { current, loadInside, models: inside } = createInsideLoading(parts, loadCode);
  const isBusy = () => current()?.isBusy() === true || screen.dialogs.value.length > 0;
  const update = createUpdate({ ...ground, isBusy });
  const { link, session } = createSession(ground, { inside: current, loadInside });
  api.listen({
    over: session.over,
    time: (date) => screen.clockIsOff(parts.clock.now() - Date.parse(date)),
  });
  return {
    /** What the other half is made of. */
    base: { ...ground, update },
    /** What the views read and call. */
    models: {
      account,
      confirm: createConfirm(),
      /** Those of the other half; null until they are loaded. */
      inside,
      invitation: link,
      keys,
      /** Early; a failure is said by what needs it. */
      prepareInside: (): void => void loadInside().catch(() => {}),
      localStore,
      notices,
      people,
      pins,
      screen,
      session,
      theme: createTheme(localStore),
      toast: createToast(parts.clock),
      update,
    },
  };
};

export type Entry<InsideModels> = ReturnType<typeof createEntry<InsideModels>>;
export type InsideNeeds = Entry<unknown>['base'];
