// The way into the vault: made for a newcomer, opened by password, recovery code or this device.
import { signal } from '@preact/signals';
import type { Engine } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { ApiError, isRefusal } from '../net/answer';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { Screen } from '../ui/screen';
import type { Account } from './account';
import type { Invitation, InvitationLink } from './invitation-link';
import { createRecoveryCode } from './recovery-code';

type Opener = Parameters<Engine['open']>[1];

interface Needs {
  engine: Engine;
  keys: Keys;
  account: Account;
  device: Device;
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
  const { keys, screen, link, beforeReady, onReady, openConversation } = needs;
  /** Whose invitation brought this newcomer. */
  let inviter_id: number | undefined;

  /** The page is there, whether this can be shown now or not. */
  const greet = async (guest: Invitation | null): Promise<void> => {
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
      await keys.remember();
      await recall();
      await beforeReady();
      screen.show('ready');
      await onReady();
      await greet(guest);
    },
  };
};

export const createUnlock = (needs: Needs) => {
  const { engine, keys, screen } = needs;
  const { recall, firstWritten, ...code } = createRecoveryCode(needs);
  const { enter, invitedBy } = createEntering(needs, recall);
  const lockedBy = signal<'device' | 'password'>('device');
  /** A password signed in during this visit, and is to open the vault from now on. */
  let hasSignedIn = false;

  const create = async (): Promise<void> => {
    await firstWritten(await engine.create());
    await keys.remember();
    screen.show('recovery');
  };
  const open = async (by: Opener): Promise<void> => {
    const { private_key_encrypted, vault_version } = await keys.stored();
    keys.atVersion(vault_version);
    keys.opened(await engine.open(private_key_encrypted, by));
  };

  return {
    ...code,
    /** The vault needs an earlier password, or this device only lacks what opens it. */
    lockedBy: readonly(lockedBy),
    create,
    /** Nothing opens the vault any more: a new key; what was sealed for the old one is lost. */
    startOver: create,
    invitedBy,
    signedIn(): void {
      hasSignedIn = true;
    },
    /** With the password just given, or the secret of this device; else someone is asked. */
    async openBy(by: Opener): Promise<void> {
      try {
        await open(by);
      } catch (error) {
        if (isRefusal(error, 'noKey')) return create();
        if (error instanceof ApiError) throw error;
        lockedBy.value = hasSignedIn ? 'password' : 'device';
        screen.show('locked');
        return undefined;
      }
      return enter();
    },
    /** By the recovery code, or by a password (an earlier one, or this one on a new visit). */
    async unlock(text: string, kind: 'recovery' | 'password'): Promise<void> {
      await open(kind === 'recovery' ? { recovery: text } : { password: text });
      // From now on the password that signed in opens it too.
      if (hasSignedIn) await keys.change({ password: true });
      return enter();
    },
    /** The recovery code was written down. */
    async recovered(): Promise<void> {
      await code.recoveryKept();
      await enter();
    },
  };
};

export type Unlock = ReturnType<typeof createUnlock>;
