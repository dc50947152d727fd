// Signing out: on request, because the session was ended, or with the account.
import { signal } from '@preact/signals';
import type { Engine } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { answers } from '../net/answers';
import type { Api, SessionEnd } from '../net/api';
import { isAnything } from '../net/shape';
import type { Clock, Tab } from '../platform';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { LocalStore } from '../store/local-store';
import { endedName, LAST_ID, LAST_NAME } from '../store/names';
import type { Account } from './account';
import type { Devices } from './devices';
import type { Forgetting } from './forgetting';
import { createOwedSignOut } from './owed-sign-out';

/** Why a visit ended. */
type SignOutReason = SessionEnd | 'signedOut' | 'signedOutLater' | 'erased';

interface Needs extends Forgetting {
  engine: Engine;
  api: Api;
  account: Account;
  device: Device;
  devices: Devices;
  keys: Keys;
  localStore: LocalStore;
  /** Only for this tab. */
  tabStore: LocalStore;
  tab: Tab;
  clock: Clock;
}

const NAME = 'sign-out reason';
const WIPING: SignOutReason[] = ['ended', 'signedOut', 'signedOutLater', 'erased'];
const drop_within_ms = 5_000;

/** Nobody waits for it for long, whether it goes well or not. */
const soon = async (clock: Clock, act: Promise<void>): Promise<void> => {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(drop_within_ms, resolve);
  await Promise.race([act.catch(() => {}), over]);
  cancel();
};

const wipe = async ({ clock, keys, forgetPush, wipeKept }: Needs, why: SignOutReason) => {
  await keys.copies.wipe();
  await soon(clock, forgetPush());
  // What is cut short is taken up at the next start.
  await soon(clock, wipeKept(why === 'ended'));
};

/** Only what a person ended is wiped: a server that forgot somebody takes nothing from them. */
const endKept = async (needs: Needs, why: SignOutReason): Promise<void> => {
  if (WIPING.includes(why)) await wipe(needs, why);
  // What was written waits for its owner.
  if (!WIPING.includes(why) || why === 'ended') await needs.lockKept();
};

export const createSignOut = (needs: Needs) => {
  const { engine, api, account, device, devices, localStore, tabStore } = needs;
  const { endOrOwe, settleOwed } = createOwedSignOut(needs);
  const signOutReason = signal<SignOutReason | null>(null);
  let isLeaving = false;
  /** The user asked for it, so that the end of the session is not reported. */
  let isGoing = false;

  /** Reloads the page, so that nothing of one person is left in memory for the next. */
  const leave = async (why: SignOutReason): Promise<void> => {
    if (isLeaving) return;
    isLeaving = true;
    if (account.userId() !== 0) await endKept(needs, why);
    if (why !== 'otherPerson') await device.put('was here', false);
    if (why === 'ended') await device.put(endedName(account.userId()), true);
    await engine.close();
    if (!tabStore.isBlocked) tabStore.set(NAME, why);
    needs.tab.leave('/');
  };
  const forget = async (): Promise<void> => {
    await needs.forgetTyped();
    for (const name of [LAST_NAME, LAST_ID]) localStore.remove(name);
  };

  return {
    /** Why the last visit in this tab ended; told once. */
    signOutReason: readonly(signOutReason),
    readSignOutReason(): void {
      signOutReason.value ??= tabStore.get(NAME) as SignOutReason | null;
      tabStore.remove(NAME);
    },
    signOutReasonShown(): void {
      signOutReason.value = null;
    },
    /** Drafts stay on this device for the next time. */
    over(why: SessionEnd): void {
      if (!isGoing) void leave(why);
    },
    /** The session was over before this page began. */
    wasOver(why: SessionEnd | undefined): void {
      signOutReason.value ??= why ?? null;
    },
    async logout(): Promise<void> {
      isGoing = true;
      // Nobody is kept here by a server that does not answer.
      await soon(needs.clock, needs.removeNow());
      await soon(needs.clock, devices.dropSlot());
      const isDone = await endOrOwe();
      await forget();
      await leave(isDone ? 'signedOut' : 'signedOutLater');
    },
    settleOwed,
    async erase(password: string): Promise<void> {
      const name = encodeURIComponent(account.me.value?.username ?? '');
      const kdf = await api.get(`/auth/kdf?username=${name}`, answers.kdf);
      const auth = await engine.derive(password, kdf);
      isGoing = true;
      await api
        .ask('DELETE', '/user', isAnything, { body: { password: auth, derived: true } })
        .catch((error) => {
          isGoing = false;
          throw error;
        });
      await forget();
      await leave('erased');
    },
  };
};

export type SignOut = ReturnType<typeof createSignOut>;
