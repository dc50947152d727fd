// What opens a vault: whatever somebody has in hands, as the key that one of its slots asks for.
import type { Bytes } from '../bytes';
import { fromBase64url } from '../bytes';
import { CryptoFault } from '../fault';
import type { DeriveMaster, Kdf } from '../kdf';
import { unlock } from '../kdf';
import type { Curve, Opener as SlotOpener } from '../x25519';
import type { DeviceKey } from './device-slot';
import type { DeviceSlots } from './device-slots';
import { readRecoveryCode } from './recovery-code';
import { vaultKdf } from './vault';

/** By the last derived password, an earlier build's secret, this device, a password, or the code. */
export type Opener =
  | 'derived'
  | { wrap: string }
  | { device: DeviceKey }
  | { password: string }
  | { recovery: string };

interface Needs {
  curve: Promise<Curve>;
  derive: DeriveMaster;
  derived: () => { wrap: Bytes; kdf: Kdf } | undefined;
}

export const createOpening = (
  { curve, derive, derived }: Needs,
  agreeBy: DeviceSlots['agreeBy'],
) => {
  /** With the parameters in the header of the password's slot. */
  const fromPassword = async (password: string, text: string): Promise<Bytes> => {
    const kdf = vaultKdf(text);
    if (kdf === null) throw new CryptoFault('locked');
    return (await unlock(password, kdf, derive)).wrap;
  };
  return async (by: Opener, text: string): Promise<SlotOpener> => {
    if (by === 'derived') {
      const last = derived();
      if (last === undefined) throw new CryptoFault('locked');
      return last.wrap;
    }
    if ('wrap' in by) return fromBase64url(by.wrap);
    if ('device' in by) return agreeBy(await curve, by.device);
    if ('password' in by) return fromPassword(by.password, text);
    return readRecoveryCode(by.recovery);
  };
};
