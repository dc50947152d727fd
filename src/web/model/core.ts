// The half of the client that everybody needs: the server, the session, the vault, and what all
// screens share. The other half is model/signed-in.

import { createSecureAddress } from './net/secure-address';
import type { Platform } from './platform';
import { createAppLock } from './session/app-lock';
import { createDevices } from './session/devices';
import { createForgetting } from './session/forgetting';
import { createInvitationLink } from './session/invitation-link';
import { createOfflineStart } from './session/offline-start';
import { createOthersWait } from './session/others-wait';
import { createPassword } from './session/password';
import { createPasswordStrength } from './session/password-strength';
import { createRegister } from './session/register';
import { createSignIn } from './session/sign-in';
import { createSignOut } from './session/sign-out';
import type { SignedInHalf, SignedInLifecycle } from './session/signed-in-loading';
import { createSignedInLoading } from './session/signed-in-loading';
import { createUnlock } from './session/unlock';
import type { SharedModels } from './shared-models';
import { createSharedModels } from './shared-models';
import { createConfirm } from './ui/confirm';
import { createTheme } from './ui/theme';
import { createToast } from './ui/toast';
import { createToday } from './ui/today';
import { createUpdate } from './ui/update';

interface Loading {
  loadSignedIn: () => Promise<SignedInLifecycle>;
  /** Undefined until it is loaded. */
  lifecycle: () => SignedInLifecycle | undefined;
}

/** Signing in, opening the vault, signing out. */
const createSession = (shared: SharedModels, loading: Loading) => {
  const needs = { ...shared, ...loading };
  const link = createInvitationLink(shared);
  const devices = createDevices(shared);
  const appLock = createAppLock({ ...shared, devices }, () => shared.notices.tell('lockLost'));
  const signOut = createSignOut({ ...shared, ...createForgetting(needs), devices });
  const othersWait = createOthersWait(shared);
  const unlock = createUnlock({ ...needs, devices, link, othersWait });
  const offlineStart = createOfflineStart(shared);
  const away = () => loading.lifecycle()?.away();
  const signIn = createSignIn({ ...needs, appLock, away, link, offlineStart, signOut, unlock });
  const register = createRegister({ ...needs, link, signOut, unlock });
  return {
    appLock,
    link,
    session: {
      secureAddress: createSecureAddress(shared),
      ...signOut,
      ...signIn,
      ...unlock,
      ...register,
      ...devices,
      othersWait,
      ...createPassword(shared),
      ...createPasswordStrength(),
    },
  };
};

/**
 * Nothing happens before `session.start`. `language` is as the server's answers are to have it;
 * `loadCode` gives what makes the other half of `base`, once its code is there.
 */
export const createCore = <SignedInModels>(
  platform: Platform,
  language: () => 'zh' | 'en',
  loadCode: () => Promise<() => SignedInHalf<SignedInModels>>,
) => {
  const shared = createSharedModels(platform, language);
  const { account, api, keys, localStore, notices, people, pins, screen } = shared;
  const { current, loadSignedIn, models: signedIn } = createSignedInLoading(platform, loadCode);
  const isBusy = () => current()?.isBusy() === true || screen.dialogs.value.length > 0;
  const update = createUpdate({ ...shared, isBusy });
  const { appLock, link, session } = createSession(shared, { lifecycle: current, loadSignedIn });
  api.listen({
    over: session.over,
    time: (date) => screen.clockIsOff(platform.clock.now() - Date.parse(date)),
  });
  return {
    /** What the other half is made of. */
    base: { ...shared, appLock, update },
    /** What the views read and call. */
    models: {
      account,
      appLock,
      confirm: createConfirm(),
      /** Those of the other half; null until they are loaded. */
      signedIn,
      invitation: link,
      keys,
      /** Early; a failure is said by what needs it. */
      preloadSignedIn: (): void => void loadSignedIn().catch(() => {}),
      localStore,
      notices,
      people,
      pins,
      screen,
      session,
      theme: createTheme(localStore),
      toast: createToast(platform.clock),
      today: createToday(platform),
      update,
    },
  };
};

export type Core<SignedInModels> = ReturnType<typeof createCore<SignedInModels>>;
export type SignedInNeeds = Core<unknown>['base'];
