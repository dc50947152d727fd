// Restoring the session, and signing in.
import { signal } from '@preact/signals';
import type { Admission } from '../../../features/auth/model';
import { trimName } from '../../../protocol/names';
import type { Engine } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import type { Notices } from '../keys/notices';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import type { Clock, Tab } from '../platform';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { LocalStore } from '../store/local-store';
import { endedName, LAST_NAME } from '../store/names';
import type { Offline } from '../store/offline/offline';
import type { Screen } from '../ui/screen';
import type { Account } from './account';
import type { AppLock } from './app-lock';
import type { InvitationLink } from './invitation-link';
import type { OfflineStart } from './offline-start';
import { createServerProbe, isAway } from './server-probe';
import type { SignOut } from './sign-out';
import type { SignedInLifecycle } from './signed-in-loading';
import type { Unlock } from './unlock';

interface Needs {
  engine: Engine;
  api: Api;
  clock: Clock;
  tab: Tab;
  localStore: LocalStore;
  device: Device;
  keys: Keys;
  notices: Notices;
  screen: Screen;
  account: Account;
  appLock: Pick<AppLock, 'isDue'>;
  link: InvitationLink;
  loadSignedIn: () => Promise<SignedInLifecycle>;
  offline: Pick<Offline, 'wipeDue'>;
  offlineStart: OfflineStart;
  /** There is no connection. */
  away: () => void;
  signOut: SignOut;
  unlock: Unlock;
}

const retry_ms = 5_000;

const createLogin = (needs: Needs) => {
  const { engine, api, device, keys, account, loadSignedIn, unlock } = needs;
  return async (typed: string, password: string): Promise<void> => {
    await needs.signOut.settleOwed();
    const username = trimName(typed);
    const name = encodeURIComponent(username);
    const kdf = await api.ask('GET', `/auth/kdf?username=${name}`, answers.kdf, { open: true });
    // Before anything is asked for: nobody is half signed in.
    const [auth] = await Promise.all([engine.derive(password, kdf), loadSignedIn()]);
    const { access_token, restored_at } = await api.ask('POST', '/auth/login', answers.token, {
      open: true,
      body: { username, password: auth, derived: true, cookie: true },
    });
    api.setToken(access_token);
    await device.put('was here', true);
    await account.load(username);
    if (restored_at) await keys.serverRestored(restored_at);
    // Somebody who is signed in as this person may have done that.
    const ended = endedName(account.userId());
    const isEnded = await device.get<boolean>(ended);
    if (isEnded || needs.signOut.signOutReason.value === 'ended') {
      needs.notices.tell('sessionEnded');
    }
    await device.remove(ended);
    unlock.signedIn(auth);
    await unlock.openBy('derived');
  };
};

const createWelcome = ({ link, screen }: Needs) => {
  const admission = signal<Admission | null>(null);
  const welcome = async (): Promise<void> => {
    // The first screen depends on who may register.
    admission.value = await link.admit(link.invitation()?.code);
    screen.show('welcome');
  };
  return {
    admission,
    welcome,
    /** The invitation is good no more, and this server needs none. */
    async withoutInvitation(): Promise<void> {
      link.leave();
      await welcome();
    },
  };
};

export const createSignIn = (needs: Needs) => {
  const { api, clock, tab, localStore, device, keys, screen, account, unlock } = needs;
  const { loadSignedIn, offlineStart } = needs;
  const reach = createServerProbe(needs);
  const { admission, welcome, withoutInvitation } = createWelcome(needs);
  let cancelRetry = () => {};

  const comeBack = async (): Promise<void> => {
    if (!(await device.get<boolean>('was here'))) return welcome();
    void loadSignedIn().catch(() => {});
    const kept = await offlineStart.find();
    // Painted from this device; the server is looked for behind it.
    if (kept?.isFresh && (await unlock.openKept())) return reach();
    await comeBackOnline().catch((error) => {
      if (kept && isAway(error)) unlock.lockAway();
      throw error;
    });
  };
  const comeBackOnline = async (): Promise<void> => {
    if (!(await api.renew())) {
      const why = api.sessionEnd();
      // Something of this person is kept here: it is locked or wiped, as it would be later.
      if (account.userId() !== 0) return needs.signOut.over(why ?? 'unknown');
      needs.signOut.wasOver(why);
      return welcome();
    }
    await loadSignedIn();
    await account.load();
    const key = await keys.copies.deviceKey();
    if (key) return unlock.openBy({ device: key });
    const secret = await device.loadSecret(account.userId());
    if (secret) return unlock.openBy({ wrap: secret });
    // Who came no further than registering makes the first vault by signing in.
    if (!(await keys.isStored())) return welcome();
    screen.show('locked');
    return undefined;
  };
  const start = async (): Promise<void> => {
    cancelRetry();
    // By the password, without the server.
    if (screen.phase.value === 'ready') return reach();
    if (!tab.isSecure) return screen.show('insecure');
    needs.signOut.readSignOutReason();
    // Before anything of anybody is read.
    if (await needs.appLock.isDue().catch(() => false)) return screen.show('appLocked');
    void needs.offline.wipeDue();
    try {
      await needs.signOut.settleOwed();
      await comeBack();
    } catch (error) {
      if (!isAway(error)) throw error;
      if (screen.phase.value === 'starting') screen.show('unreachable');
      cancelRetry = clock.after(retry_ms, () => void start().catch(() => {}));
    }
  };

  return {
    /** Null until the server has said who may register. */
    admission: readonly(admission),
    start,
    withoutInvitation,
    lastName: () => localStore.get(LAST_NAME) ?? '',
    login: createLogin(needs),
  };
};
