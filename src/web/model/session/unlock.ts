// Opens the vault by password, recovery code or this device, or creates one for a new account.
import { signal } from '@preact/signals';
import type { Opener } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import type { Notices } from '../keys/notices';
import { isDamage, missingVault, reasonOf } from '../keys/vault-sync/state';
import { ApiError, isRefusal } from '../net/api-error';
import type { FollowedLink } from '../people/links';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { Screen } from '../ui/screen';
import type { Account } from './account';
import type { Devices } from './devices';
import type { InvitationLink } from './invitation-link';
import type { OthersWait } from './others-wait';
import { createRecoveryCode } from './recovery-code';
import type { SignedInLifecycle } from './signed-in-loading';

interface Needs {
  keys: Keys;
  account: Account;
  device: Device;
  devices: Devices;
  notices: Notices;
  screen: Screen;
  link: InvitationLink;
  loadSignedIn: () => Promise<SignedInLifecycle>;
  othersWait: Pick<OthersWait, 'settle'>;
}

/** From the open vault to the conversations. */
const createEntering = (needs: Needs, recall: () => Promise<void>) => {
  const { account, device, devices, screen, link, loadSignedIn, othersWait } = needs;
  /** Whose invitation brought this newcomer, also if the page is loaded again on the way. */
  const inviter = () => `invited by ${account.userId()}`;

  /** Once for a page, whether it was opened with the server or without. */
  let preparing: Promise<void> | undefined;
  const prepare = (lifecycle: SignedInLifecycle): Promise<void> => {
    preparing ??= lifecycle.beforeReady();
    return preparing;
  };
  /** The page is there, whether this can be shown now or not. */
  const greet = async (lifecycle: SignedInLifecycle, guest: FollowedLink | null): Promise<void> => {
    const inviter_id = await device.get<number>(inviter());
    if (inviter_id !== undefined) await device.remove(inviter());
    const friend_id = inviter_id ?? (guest ? await link.offer(guest) : undefined);
    if (friend_id !== undefined) await lifecycle.openConversation(friend_id);
  };
  return {
    invitedBy: (friend_id: number): Promise<void> => device.put(inviter(), friend_id),
    /** Without a word of the server; `enter` follows once it is reached. */
    async enterKept(): Promise<void> {
      const lifecycle = await loadSignedIn();
      await Promise.all([lifecycle.paint(), prepare(lifecycle)]);
      screen.show('ready');
    },
    async enter(): Promise<void> {
      const lifecycle = await loadSignedIn();
      await othersWait.settle().catch(() => {});
      account.remember();
      const guest = link.invitation();
      link.leave();
      // Refused, or without a connection: the next visit asks for the password.
      await devices.makeSlot().catch(() => {});
      await recall();
      await prepare(lifecycle);
      screen.show('ready');
      await lifecycle.onReady();
      await greet(lifecycle, guest);
    },
  };
};

/**
 * Why the vault does not open: this `device` only lacks what opens it, or it needs an earlier
 * `password`; it is `foreign`, for this device opens its own copy; a `newer` client wrote it; or it is
 * `damaged`, and so is every earlier one; or the server says that it is `missing`, though this device
 * knew one; or the server is `away` for too long.
 */
type LockedBy = 'device' | 'password' | 'foreign' | 'newer' | 'damaged' | 'missing' | 'away';

const whyLocked = async (keys: Keys, error: unknown, isSignedIn: boolean): Promise<LockedBy> => {
  if (isDamage(error)) return 'damaged';
  if (reasonOf(error) === 'missing_vault') return 'missing';
  if (reasonOf(error) === 'unknown_algorithm') return 'newer';
  if (await keys.hasOwnCopy()) return 'foreign';
  return isSignedIn ? 'password' : 'device';
};

const replacePassword = async ({ keys, notices }: Needs): Promise<void> => {
  await keys.store({ password: true }, { isFinal: true });
  notices.tell('passwordReset');
};

/** By what this device keeps, without a word of the server. */
const createKeptUnlock = (
  { keys, screen }: Needs,
  enterKept: () => Promise<void>,
  lockedBy: (why: LockedBy) => void,
) => ({
  /** By what this device keeps. False if that opens nothing. */
  async openKept(): Promise<boolean> {
    const key = await keys.copies.deviceKey();
    if (key === undefined) return false;
    try {
      await keys.openKept({ device: key });
    } catch {
      return false;
    }
    await enterKept();
    return true;
  },
  /** Too long without a word of the server: the password is asked for. */
  lockAway(): void {
    lockedBy('away');
    screen.show('locked');
  },
});

type Code = ReturnType<typeof createRecoveryCode>;

/** If two devices create the first vault, one wins; the other is discarded, with its key and code. */
const createFirstVault =
  (
    { keys, devices, screen }: Needs,
    first: Code['first'],
    openOther: () => Promise<void>,
    lockBy: (error: unknown) => Promise<void>,
  ) =>
  async (beforeShown = async () => {}): Promise<void> => {
    try {
      await first(() => keys.create(true));
    } catch (error) {
      if (reasonOf(error) === 'missing_vault') return lockBy(error);
      if (!isRefusal(error, 'staleKey')) throw error;
      return openOther();
    }
    // Whoever loads the page again before the code is kept comes in all the same.
    await devices.makeSlot().catch(() => {});
    await beforeShown().catch(() => {});
    return screen.show('recovery');
  };

/** Of whom this device knew another account, nothing is made by itself. @throws missing_vault */
const createOpen =
  ({ account, keys }: Needs) =>
  (by: Opener): Promise<void> =>
    keys.open(by).catch((error) => {
      throw account.isOther() && isRefusal(error, 'noKey') ? missingVault() : error;
    });

export const createUnlock = (needs: Needs) => {
  const { keys, screen } = needs;
  const { recall, first, ...code } = createRecoveryCode(needs);
  const { enter, enterKept, invitedBy } = createEntering(needs, recall);
  const lockedBy = signal<LockedBy>('device');
  /** What signed in during this visit: it is to open the vault from now on, and proves its owner. */
  let signedInBy: string | undefined;

  const setLockedBy = (why: LockedBy) => {
    lockedBy.value = why;
  };
  const open = createOpen(needs);
  const openBy = async (by: Opener): Promise<void> => {
    try {
      await open(by);
    } catch (error) {
      if (isRefusal(error, 'noKey')) return create();
      if (error instanceof ApiError) throw error;
      return lockBy(error);
    }
    return enter();
  };
  const lockBy = async (error: unknown): Promise<void> => {
    lockedBy.value = await whyLocked(keys, error, signedInBy !== undefined);
    needs.notices.dismiss('foreignVault');
    screen.show('locked');
  };
  const create = createFirstVault(needs, first, () => openBy('derived'), lockBy);

  return {
    ...code,
    lockedBy: readonly(lockedBy),
    create,
    openBy,
    enter,
    /** The server's vault does not open, though this device's copy does. */
    lockBy,
    ...createKeptUnlock(needs, enterKept, setLockedBy),
    /**
     * Nothing opens the vault any more: a new key; what was sealed for the old one is lost.
     * @throws ApiError NEEDS_PASSWORD: only who has just signed in by it writes over a vault
     */
    async startOver(): Promise<void> {
      if (signedInBy === undefined) throw new ApiError(0, 'NEEDS_PASSWORD');
      const proof = { password: signedInBy, derived: true };
      await first(() => keys.create(false, proof));
      screen.show('recovery');
    },
    invitedBy,
    signedIn(auth: string): void {
      signedInBy = auth;
    },
    /** By the recovery code, or by a password (an earlier one, or this one on a new visit). */
    async unlock(text: string, kind: 'recovery' | 'password'): Promise<void> {
      const by = kind === 'recovery' ? { recovery: text } : { password: text };
      if (lockedBy.value === 'away') return keys.openKept(by).then(enterKept);
      await open(by);
      // From now on the password that signed in opens it too, and the earlier one no more.
      if (signedInBy) await replacePassword(needs);
      return enter();
    },
    /** The server's vault is not this device's: a person goes on with the copy that is here. */
    unlockOwnCopy: () => keys.openOwnCopy().then(enter),
    /** The recovery code was written down. */
    async recovered(): Promise<void> {
      await code.recoveryKept();
      await enter();
    },
  };
};

export type Unlock = ReturnType<typeof createUnlock>;
