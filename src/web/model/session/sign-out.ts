// Signing out: on request, because the session was ended, or with the account.
import { signal } from '@preact/signals';
import type { Engine } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { answers } from '../net/answers';
import type { Api, SessionEnd } from '../net/api';
import { isAnything } from '../net/shape';
import type { Clock, Platform, Tab } from '../platform';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { LocalStore } from '../store/local-store';
import { endedName, LAST_ID, LAST_NAME } from '../store/names';
import type { Account } from './account';
import type { Devices } from './devices';
import type { Forgetting } from './forgetting';
import { createOwedSignOut } from './owed-sign-out';
import { createSignOutTabs } from './sign-out-tabs';

/** Why a visit ended. */
type SignOutReason = SessionEnd | 'signedOut' | 'signedOutLater' | 'erased';

interface Needs extends Forgetting, Pick<Platform, 'openChannel'> {
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

/** Why the last visit in this tab ended; told once. */
const createReason = ({ tabStore }: Pick<Needs, 'tabStore'>) => {
  const signOutReason = signal<SignOutReason | null>(null);
  return {
    keep(why: SignOutReason): void {
      if (!tabStore.isBlocked) tabStore.set(NAME, why);
    },
    shown: {
      signOutReason: readonly(signOutReason),
      readSignOutReason(): void {
        signOutReason.value ??= tabStore.get(NAME) as SignOutReason | null;
        tabStore.remove(NAME);
      },
      signOutReasonShown(): void {
        signOutReason.value = null;
      },
      /** The session was over before this page began. */
      wasOver(why: SessionEnd | undefined): void {
        signOutReason.value ??= why ?? null;
      },
    },
  };
};

const createLeaving = (needs: Needs, keepReason: (why: SignOutReason) => void) => {
  const { account, device, engine, tab } = needs;
  let isLeaving = false;
  /** The user asked for it, here or in another tab, so that the end of the session is not reported. */
  let isGoing = false;

  /** Reloads the page, so that nothing of one person is left in memory for the next. */
  const quit = async (why: SignOutReason): Promise<void> => {
    await engine.close();
    keepReason(why);
    tab.leave('/');
  };
  const tabs = createSignOutTabs(needs, {
    going(is) {
      isGoing = is;
    },
    // The other tab has removed all that is to be removed.
    gone() {
      if (!isLeaving) void quit('signedOut');
      isLeaving = true;
    },
  });
  const leave = async (why: SignOutReason): Promise<void> => {
    if (isLeaving) return;
    isLeaving = true;
    if (account.userId() !== 0) await endKept(needs, why);
    if (why !== 'otherPerson') await device.put('was here', false);
    if (why === 'ended') await device.put(endedName(account.userId()), true);
    if (isGoing) tabs.say('gone');
    await quit(why);
  };
  return {
    leave,
    begin(): void {
      isGoing = true;
      tabs.say('going');
    },
    giveUp(): void {
      isGoing = false;
      tabs.say('stays');
    },
    /** Drafts stay on this device for the next time. */
    over(why: SessionEnd): void {
      if (!isGoing) void leave(why);
    },
  };
};

export const createSignOut = (needs: Needs) => {
  const { engine, api, account, clock, devices, localStore } = needs;
  const { endOrOwe, settleOwed } = createOwedSignOut(needs);
  const { keep, shown } = createReason(needs);
  const { begin, giveUp, leave, over } = createLeaving(needs, keep);
  const forget = async (): Promise<void> => {
    await needs.forgetTyped();
    for (const name of [LAST_NAME, LAST_ID]) localStore.remove(name);
  };

  return {
    ...shown,
    over,
    async logout(): Promise<void> {
      begin();
      // Nobody is kept here by a server that does not answer.
      await soon(clock, needs.removeNow());
      await soon(clock, devices.dropSlot());
      const isDone = await endOrOwe();
      await forget();
      await leave(isDone ? 'signedOut' : 'signedOutLater');
    },
    settleOwed,
    async erase(password: string): Promise<void> {
      const name = encodeURIComponent(account.me.value?.username ?? '');
      const kdf = await api.get(`/auth/kdf?username=${name}`, answers.kdf);
      const auth = await engine.derive(password, kdf);
      begin();
      await api
        .ask('DELETE', '/user', isAnything, { body: { password: auth, derived: true } })
        .catch((error) => {
          giveUp();
          throw error;
        });
      await forget();
      await leave('erased');
    },
  };
};

export type SignOut = ReturnType<typeof createSignOut>;
