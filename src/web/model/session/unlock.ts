// Opens the vault by password, recovery code or this device, or creates one for a new account.
import { signal } from '@preact/signals';
import type { Opener } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import type { Notices } from '../keys/notices';
import { isDamage, reasonOf } from '../keys/vault-sync/state';
import { ApiError, isRefusal } from '../net/answer';
import type { FollowedLink } from '../people/links';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { Screen } from '../ui/screen';
import type { Account } from './account';
import type { Devices } from './devices';
import type { InvitationLink } from './invitation-link';
import { createRecoveryCode } from './recovery-code';

interface Needs {
  keys: Keys;
  account: Account;
  device: Device;
  devices: Devices;
  notices: Notices;
  screen: Screen;
  link: InvitationLink;
  /** The vault is open: what was written here is read before anything is shown. */
  beforeReady: () => Promise<void>;
  /** The conversations are shown. */
  onReady: () => Promise<void>;
  openConversation: (friend_id: number) => Promise<void>;
}

/** From the open vault to the conversations. */
const createEntering = (needs: Needs, recall: () => Promise<void>) => {
  const { devices, screen, link, beforeReady, onReady, openConversation } = needs;
  /** Whose invitation brought this newcomer. */
  let inviter_id: number | undefined;

  /** The page is there, whether this can be shown now or not. */
  const greet = async (guest: FollowedLink | null): Promise<void> => {
    const friend_id = inviter_id ?? (guest ? await link.offer(guest) : undefined);
    inviter_id = undefined;
    if (friend_id !== undefined) await openConversation(friend_id);
  };
  return {
    invitedBy(friend_id: number | undefined): void {
      inviter_id = friend_id;
    },
    async enter(): Promise<void> {
      const guest = link.invitation();
      link.leave();
      // Refused, or without a connection: the next visit asks for the password.
      await devices.makeSlot().catch(() => {});
      await recall();
      await beforeReady();
      screen.show('ready');
      await onReady();
      await greet(guest);
    },
  };
};

/**
 * Why the vault does not open: this `device` only lacks what opens it, or it needs an earlier
 * `password`; it is `foreign`, for this device opens its own copy; a `newer` client wrote it; or it is
 * `damaged`, and so is every earlier one.
 */
export type LockedBy = 'device' | 'password' | 'foreign' | 'newer' | 'damaged';

const whyLocked = async (keys: Keys, error: unknown, isSignedIn: boolean): Promise<LockedBy> => {
  if (isDamage(error)) return 'damaged';
  if (reasonOf(error) === 'unknown_algorithm') return 'newer';
  if (await keys.hasOwnCopy()) return 'foreign';
  return isSignedIn ? 'password' : 'device';
};

const replacePassword = async ({ keys, notices }: Needs): Promise<void> => {
  await keys.store({ password: true }, { isFinal: true });
  notices.tell('passwordReset');
};

export const createUnlock = (needs: Needs) => {
  const { keys, screen } = needs;
  const { recall, first, ...code } = createRecoveryCode(needs);
  const { enter, invitedBy } = createEntering(needs, recall);
  const lockedBy = signal<LockedBy>('device');
  /** What signed in during this visit: it is to open the vault from now on, and proves its owner. */
  let signedInBy: string | undefined;

  const openBy = async (by: Opener): Promise<void> => {
    try {
      await keys.open(by);
    } catch (error) {
      if (isRefusal(error, 'noKey')) return create();
      if (error instanceof ApiError) throw error;
      lockedBy.value = await whyLocked(keys, error, signedInBy !== undefined);
      return screen.show('locked');
    }
    return enter();
  };
  /** If two devices create the first vault, one wins; the other is discarded, with its key and code. */
  const create = async (beforeShown = async () => {}): Promise<void> => {
    try {
      await first(() => keys.create(true));
    } catch (error) {
      if (!isRefusal(error, 'staleKey')) throw error;
      return openBy('derived');
    }
    // Whoever loads the page again before the code is kept comes in all the same.
    await needs.devices.makeSlot().catch(() => {});
    await beforeShown().catch(() => {});
    return screen.show('recovery');
  };

  return {
    ...code,
    lockedBy: readonly(lockedBy),
    create,
    openBy,
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
      await keys.open(kind === 'recovery' ? { recovery: text } : { password: text });
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
