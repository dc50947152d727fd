// The sealed copy of the vault on this device, and the highest number that it has seen, which
// survives a wipe. They reveal an older vault that the server returns.
import type { DeviceKey } from '../../../crypto/vault/device-slot';
import type { Device } from '../../store/device';
import { deviceKeyName, vaultName } from '../../store/names';

interface KeptVault {
  text: string;
  n: number;
  /** Something in it is not on the server yet. */
  isUnstored: boolean;
}

export const createKeptCopy = (device: Device, userId: () => number) => {
  const nameOf = (what: string) => `${what} ${userId()}`;
  let isWiped = false;
  const seen = async (): Promise<number> => (await device.get<number>(nameOf('vault n'))) ?? 0;
  return {
    seen,
    kept: () => device.get<KeptVault>(vaultName(userId())),
    /** Of two tabs, the one with the higher number wins; none comes back after the end of the session. */
    async keep(vault: KeptVault): Promise<void> {
      if (vault.n < (await seen())) return;
      await device.put(nameOf('vault n'), vault.n);
      if (!isWiped) await device.put(vaultName(userId()), vault);
    },
    deviceKey: () => device.get<DeviceKey>(deviceKeyName(userId())),
    async keepDeviceKey(key: DeviceKey): Promise<void> {
      if (!isWiped) await device.put(deviceKeyName(userId()), key);
    },
    /** The last restore of the server that this device has heard of. */
    restoredAt: () => device.get<string>(nameOf('restored')),
    keepRestoredAt: (at: string): Promise<void> => device.put(nameOf('restored'), at),
    /** Removes all but the number, so that this device opens nothing any more. */
    wipe(): Promise<void> {
      isWiped = true;
      return device.removeVault(userId());
    },
  };
};

export type KeptCopy = ReturnType<typeof createKeptCopy>;
