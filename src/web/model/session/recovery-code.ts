// The recovery code: shown once, and due until someone has shown that they kept it.
import { signal } from '@preact/signals';
import type { Engine, Written } from '../../crypto/engine';
import type { Keys } from '../keys/keys';
import { readonly } from '../readonly';
import type { Device } from '../store/device';
import type { Account } from './account';

interface Needs {
  engine: Engine;
  keys: Keys;
  account: Account;
  device: Device;
}

export const createRecoveryCode = ({ engine, keys, account, device }: Needs) => {
  const recovery = signal<string | null>(null);
  const recoveryDue = signal(false);
  const due = () => `recovery due ${account.userId()}`;
  /** The device knows that it is due before the server has it. */
  const write = async (written: Written): Promise<void> => {
    await device.put(due(), true);
    await keys.write(written);
  };
  return {
    /** The code that was just made, to be written down. */
    recovery: readonly(recovery),
    /** A code was made, and nobody has shown yet that they kept it. */
    recoveryDue: readonly(recoveryDue),
    async recall(): Promise<void> {
      recoveryDue.value = (await device.get<boolean>(due())) ?? false;
    },
    async firstWritten(written: Written): Promise<void> {
      await write(written);
      recovery.value = written.recovery ?? null;
    },
    async recoveryKept(): Promise<void> {
      recovery.value = null;
      await device.put(due(), false);
      recoveryDue.value = false;
    },
    async newRecovery(): Promise<string> {
      const written = await engine.change({ recovery: true });
      await write(written);
      return written.recovery ?? '';
    },
  };
};
