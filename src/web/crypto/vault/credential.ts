// What a person or a device has to open the vault with.
import type { DeviceKey } from './device-slot';

/** By the last derived password, an earlier build's secret, this device, a password, or the code. */
export type VaultCredential =
  | 'derived'
  | { wrap: string }
  | { device: DeviceKey }
  | { password: string }
  | { recovery: string };
