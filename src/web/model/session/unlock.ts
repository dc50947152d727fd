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

export const createUnlock = (needs: Needs) => {
  const { engine, keys, account, device, screen, link, beforeReady, onReady, openConversation } =
    needs;
  const recovery = signal<string | null>(null);
  const recoveryDue = signal(false);
  const lockedBy = signal<'device' | 'password'>('device');
  /** A password signed in during this visit, and is to open the vault from now on. */
  let hasSignedIn = false;
  /** Whose invitation brought this newcomer. */
  let inviter_id: number | undefined;
  const due = () => `recovery due ${account.userId()}`;

  /** The page is there, whether this can be shown now or not. */
  const greet = async (guest: Invitation | null): Promise<void> => {
    const friend_id = inviter_id ?? (guest ? await link.offer(guest) : undefined);
    inviter_id = undefined;
    if (friend_id !== undefined) await openConversation(friend_id);
  };
  const enter = async (): Promise<void> => {
    const guest = link.invitation();
    link.leave();
    await keys.remember();
    recoveryDue.value = (await device.get<boolean>(due())) ?? false;
    await beforeReady();
    screen.show('ready');
    await onReady();
    await greet(guest);
  };
  const recoveryKept = async (): Promise<void> => {
    await device.put(due(), false);
    recoveryDue.value = false;
  };
  const create = async (): Promise<void> => {
    const written = await engine.create();
    await device.put(due(), true);
    await keys.write(written);
    await keys.remember();
    recovery.value = written.recovery ?? null;
    screen.show('recovery');
  };
  const open = async (by: Opener): Promise<void> => {
    const { private_key_encrypted, vault_version } = await keys.stored();
    keys.atVersion(vault_version);
    keys.opened(await engine.open(private_key_encrypted, by));
  };

  return {
    /** The code that was just made, to be written down. */
    recovery: readonly(recovery),
    /** A code was made, and nobody has shown yet that they kept it. */
    recoveryDue: readonly(recoveryDue),
    /** The vault needs an earlier password, or this device only lacks what opens it. */
    lockedBy: readonly(lockedBy),
    create,
    /** Nothing opens the vault any more: a new key; what was sealed for the old one is lost. */
    startOver: create,
    enter,
    recoveryKept,
    invitedBy(friend_id: number | undefined): void {
      inviter_id = friend_id;
    },
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
      recovery.value = null;
      await recoveryKept();
      await enter();
    },
    async newRecovery(): Promise<string> {
      const written = await engine.change({ recovery: true });
      await device.put(due(), true);
      await keys.write(written);
      return written.recovery ?? '';
    },
  };
};

export type Unlock = ReturnType<typeof createUnlock>;
