// The key of a device that has an app lock, as the device stores it.
import type { Bytes } from '../bytes';

/** Nothing here opens anything by itself (vault/device-lock). */
export interface LockedDevice {
  kid: string;
  /** Of the PIN, b64; '' for a passkey. */
  salt: string;
  wrapper: CryptoKey;
  iv: Bytes;
  sealed: ArrayBuffer;
}

export const isLocked = (device: object | undefined): device is LockedDevice =>
  device !== undefined && 'sealed' in device;
