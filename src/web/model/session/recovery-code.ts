// The recovery code: shown once, and due until the user has confirmed that it was saved.
import { signal } from '@preact/signals';
import type { WrittenChange } from '../../crypto/engine';
import { symbolsOf } from '../../crypto/vault/typed-code';
import type { Keys } from '../keys/keys';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { Account } from './account';

const group_chars = 4;

interface Needs {
  keys: Keys;
  account: Account;
  device: Device;
}

export const createRecoveryCode = ({ keys, account, device }: Needs) => {
  const recovery = signal<string | null>(null);
  const recoveryDue = signal(false);
  const due = () => `recovery due ${account.userId()}`;
  /** It is shown only after the server has it. */
  const made = async (write: () => Promise<WrittenChange>): Promise<string> => {
    await device.put(due(), true);
    return (await write()).recovery ?? '';
  };
  return {
    /** The code that was just made, to be written down. */
    recovery: readonly(recovery),
    /** A code was created, and nobody has confirmed yet that it was saved. */
    recoveryDue: readonly(recoveryDue),
    /** Whoever has written it down can say it; read as the whole code is when it opens the vault. */
    isLastGroup: (code: string, typed: string): boolean =>
      symbolsOf(typed) === symbolsOf(code).slice(-group_chars),
    async recall(): Promise<void> {
      recoveryDue.value = (await device.get<boolean>(due())) ?? false;
    },
    async first(write: () => Promise<WrittenChange>): Promise<void> {
      recovery.value = await made(write);
    },
    async recoveryKept(): Promise<void> {
      recovery.value = null;
      await device.put(due(), false);
      recoveryDue.value = false;
    },
    /** The one before opens nothing that the server still has. */
    newRecovery: (): Promise<string> =>
      made(() => keys.store({ recovery: true }, { isFinal: true })),
  };
};
