// Makes the key of this device's slot, and returns it for the browser to store; one that is locked opens
// here alone, by its PIN or passkey.
import { randomBytes } from '../bytes';
import { CryptoFault } from '../fault';
import type { DeriveMaster } from '../kdf';
import type { PublicJwk } from '../keys';
import type { Agree, Curve } from '../x25519';
import { newSecret } from '../x25519';
import type { DeviceEntry } from './content';
import type { LockedSecrets, LockSecret } from './device-lock';
import { lockDevice, unlockDevice } from './device-lock';
import type { DeviceKey } from './device-slot';
import { agreeByDevice, newDeviceKey, newKid, publicJwkOf } from './device-slot';
import type { LockedDevice } from './locked-device';
import { isLocked } from './locked-device';
import type { Vault } from './vault';
import { withSlotKey } from './vault';

const store_key_bytes = 32;

export const createDeviceSlots = (curve: Promise<Curve>, derive: DeriveMaster) => {
  let made: { device: DeviceKey; public_key: PublicJwk } | undefined;
  const unlocked = new Map<string, LockedSecrets>();
  const secretsOf = (kid: string): LockedSecrets => {
    const secrets = unlocked.get(kid);
    if (secrets === undefined) throw new CryptoFault('locked');
    return secrets;
  };
  return {
    async newDevice(): Promise<DeviceKey> {
      made = await newDeviceKey(await curve);
      return made.device;
    },
    /** It is open until the worker ends. */
    async newLockedDevice(secret: LockSecret): Promise<LockedDevice> {
      const secrets = { slot: newSecret(), store: randomBytes(store_key_bytes) };
      const device = await lockDevice(newKid(), secrets, secret, derive);
      made = { device, public_key: await publicJwkOf(await curve, secrets.slot) };
      unlocked.set(device.kid, secrets);
      return device;
    },
    /** @throws locked if the secret is another */
    async unlockDevice(device: LockedDevice, secret: LockSecret): Promise<void> {
      unlocked.set(device.kid, await unlockDevice(device, secret, derive));
    },
    /** Whether this device's slot can be used now. */
    isUnlocked: async (device: DeviceKey): Promise<boolean> =>
      !isLocked(device) || unlocked.has(device.kid),
    /** @throws locked */
    lockedStoreKey: (kid: string): Promise<CryptoKey> =>
      crypto.subtle.importKey('raw', secretsOf(kid).store, 'AES-GCM', false, [
        'encrypt',
        'decrypt',
      ]),
    /** @throws locked, now or when it is used */
    agreeBy: (known: Curve, device: DeviceKey): Agree =>
      isLocked(device)
        ? (point) => known.agree(secretsOf(device.kid).slot, point)
        : agreeByDevice(known, device),
    withDevice(vault: Vault, entry: DeviceEntry): Vault {
      if (made === undefined) throw new CryptoFault('locked');
      const { kid } = made.device;
      const next = withSlotKey(vault, kid, made.public_key, {});
      const devices = new Map(next.content.devices).set(kid, entry);
      return { ...next, content: { ...next.content, devices } };
    },
    forgetUnlocked: (): void => unlocked.clear(),
  };
};

export type DeviceSlots = ReturnType<typeof createDeviceSlots>;
