// Whether something opens, without taking anything of it over.
import type { Curve, Opener as SlotOpener } from '../x25519';
import type { DeviceKey } from './device-slot';
import { isKeyOf } from './device-slot';
import type { DeviceSlots } from './device-slots';
import type { Opener } from './opening';
import type { Vault } from './vault';
import { readVault } from './vault';

type OpenerOf = (by: Opener, text: string) => Promise<SlotOpener>;

export const createTrials = (
  curve: Promise<Curve>,
  held: () => Vault,
  openerOf: OpenerOf,
  agreeBy: DeviceSlots['agreeBy'],
) => ({
  /** A copy of the vault, that way. */
  async canOpen(text: string, by: Opener): Promise<boolean> {
    try {
      await readVault(await curve, text, await openerOf(by, text));
      return true;
    } catch {
      return false;
    }
  },
  /** Whether the open vault has a slot that this device's key opens: a browser may lose the key. */
  async hasSlot(device: DeviceKey): Promise<boolean> {
    const slot = held().slots.get(device.kid);
    const known = await curve;
    return slot !== undefined && isKeyOf(known, agreeBy(known, device), slot.key);
  },
});
