// What this device keeps of the vault: a sealed copy, and the highest number that it saw, which
// outlives a wipe. By these an older vault that the server hands out is known as such.
import type { DeviceKey } from '../../crypto/vault/device-slot';
import type { Device } from '../store/device';

export interface KeptVault {
  text: string;
  n: number;
  /** Something in it is not on the server yet. */
  isUnstored: boolean;
}

export const createVaultCopies = (device: Device, userId: () => number) => {
  const nameOf = (what: string) => `${what} ${userId()}`;
  const seen = async (): Promise<number> => (await device.get<number>(nameOf('vault n'))) ?? 0;
  return {
    seen,
    kept: () => device.get<KeptVault>(nameOf('vault')),
    /** Of two tabs the one that knows more. */
    async keep(vault: KeptVault): Promise<void> {
      if (vault.n < (await seen())) return;
      await device.put(nameOf('vault n'), vault.n);
      await device.put(nameOf('vault'), vault);
    },
    deviceKey: () => device.get<DeviceKey>(nameOf('device key')),
    keepDeviceKey: (key: DeviceKey): Promise<void> => device.put(nameOf('device key'), key),
    /** When the server said that it was restored, as this device heard it last. */
    restoredAt: () => device.get<string>(nameOf('restored')),
    keepRestoredAt: (at: string): Promise<void> => device.put(nameOf('restored'), at),
    /** All but the number: nothing here opens anything any more. */
    async wipe(): Promise<void> {
      await device.remove(nameOf('device key'));
      await device.remove(nameOf('vault'));
      await device.removeSecret(userId());
    },
  };
};

export type VaultCopies = ReturnType<typeof createVaultCopies>;
