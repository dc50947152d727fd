// The vault as the page uses it: opens it by password, recovery code or this device's slot, changes
// and writes it, and merges it with other copies.
import { link_proof_ms } from '../../../protocol/limits';
import type { Bytes } from '../bytes';
import { CryptoFault } from '../fault';
import type { DeriveMaster, Kdf } from '../kdf';
import type { PrivateJwk } from '../keys';
import { newPrivateKey } from '../keys';
import type { Curve, Opener as SlotOpener } from '../x25519';
import { newSecret } from '../x25519';
import type { DeviceEntry, InviteLink } from './content';
import type { DeviceKey } from './device-slot';
import type { DeviceSlots } from './device-slots';
import { createDeviceSlots } from './device-slots';
import type { Copy, Identity, Written } from './held-vault';
import { createHeldVault } from './held-vault';
import type { Opener } from './opening';
import { createOpening } from './opening';
import type { PinChange } from './pin-changes';
import { recoveryCode } from './recovery-code';
import { createTrials } from './trials';
import type { Vault } from './vault';
import {
  newVault,
  readVault,
  withKey,
  withoutSlot,
  withPassword,
  withRecovery,
  withSession,
} from './vault';

/** A change that takes effect only when the server has stored it. */
export interface Change {
  /** Adds a slot for the last derived password. */
  password?: boolean;
  recovery?: boolean;
  key?: boolean;
  /** Adds this device's slot; the key is part of what is written. */
  device?: DeviceEntry;
  /** The device with this slot signed in once more. */
  session?: { kid: string; session_id: number };
  /** By the kid of their slots. */
  dropSlots?: string[];
  link?: { code: string } & InviteLink;
}

export interface WrittenChange extends Written {
  recovery?: string;
}

interface Needs {
  curve: Promise<Curve>;
  derive: DeriveMaster;
  derived: () => { wrap: Bytes; kdf: Kdf } | undefined;
  forgetDerived: () => void;
  onKeys: (keys: PrivateJwk[]) => Promise<void>;
}

const withLink = (vault: Vault, { code, ...fresh }: { code: string } & InviteLink): Vault => {
  const kept = [...vault.content.links].filter(
    ([, link]) => link.until + link_proof_ms > Date.now(),
  );
  const links = new Map(kept).set(code, fresh);
  return { ...vault, content: { ...vault.content, links } };
};

/** What opens copies of the vault here: what opened the first one, and this device's slot. */
const createOpeners = ({ curve, derived }: Needs, agreeBy: DeviceSlots['agreeBy']) => {
  let opener: SlotOpener | undefined;
  let own: SlotOpener | undefined;
  let ownKid: string | undefined;
  return {
    openedBy(next: SlotOpener | undefined): void {
      opener = next;
    },
    async useDevice(device: DeviceKey): Promise<void> {
      own = agreeBy(await curve, device);
      ownKid = device.kid;
    },
    /** This device's slot, unless the change removes it. */
    ownAfter: ({ dropSlots = [] }: Change) =>
      ownKid !== undefined && dropSlots.includes(ownKid) ? undefined : own,
    hasOwn: (): boolean => own !== undefined,
    /** @throws locked, tampered, malformed, too_long */
    async read(text: string): Promise<Vault> {
      const openers = [own, opener, derived()?.wrap].filter((each) => each !== undefined);
      let fault: unknown = new CryptoFault('locked');
      for (const each of openers) {
        try {
          return await readVault(await curve, text, each);
        } catch (error) {
          fault = error;
          if (!(error instanceof CryptoFault) || error.reason !== 'locked') throw error;
        }
      }
      throw fault;
    },
    letGo(): void {
      opener = own = ownKid = undefined;
    },
  };
};

/** `code` is a new recovery secret. */
const createApplying = ({ curve, derived }: Needs, withDevice: WithDevice) => {
  return async (vault: Vault, change: Change, code: Bytes): Promise<Vault> => {
    let next = vault;
    const { password, recovery, key, device, session, dropSlots = [], link } = change;
    if (key) next = withKey(next, await newPrivateKey(await curve));
    if (password) {
      const last = derived();
      if (last === undefined) throw new CryptoFault('locked');
      next = await withPassword(await curve, next, last.wrap, last.kdf);
    }
    if (recovery) next = await withRecovery(await curve, next, code);
    if (device) next = withDevice(next, device);
    if (session) next = withSession(next, session.kid, session.session_id);
    for (const kid of dropSlots) next = withoutSlot(next, kid);
    return link ? withLink(next, link) : next;
  };
};

type WithDevice = (vault: Vault, entry: DeviceEntry) => Vault;

export const createVaultEngine = (needs: Needs) => {
  const { curve, derive, forgetDerived, onKeys } = needs;
  const { held, ...holder } = createHeldVault(curve, onKeys);
  const { agreeBy, withDevice, forgetUnlocked, ...slots } = createDeviceSlots(curve, derive);
  const { openedBy, useDevice, ownAfter, hasOwn, read, letGo } = createOpeners(needs, agreeBy);
  const applied = createApplying(needs, withDevice);
  const openerOf = createOpening(needs, agreeBy);

  return {
    held,
    ...slots,
    ...createTrials(curve, held, openerOf, agreeBy),
    isOpen: async (): Promise<boolean> => holder.isOpen(),
    identity: async (): Promise<Identity> => holder.identity(),
    /** What is decided from now on is later than all that has a number up to `n`. */
    numberAfter: async (n: number): Promise<void> => holder.numberAfter(n),
    /** Makes a vault that nothing opens until it is written with a slot; `n` is the last one seen. */
    async create(n = 0): Promise<void> {
      const fresh = await newVault(await curve);
      await holder.open({ ...fresh, content: { ...fresh.content, n } }, false);
      letGo();
    },
    /** @throws locked if no slot fits */
    async open(text: string, by: Opener): Promise<Identity> {
      const fits = await openerOf(by, text);
      const vault = await readVault(await curve, text, fits);
      openedBy(fits);
      if (typeof by === 'object' && 'device' in by) await useDevice(by.device);
      await holder.open(vault);
      return holder.identity();
    },
    /** From now on this device's slot opens copies too. */
    useDevice,
    /** From now on only this device's slot opens copies. */
    async forgetSecrets(): Promise<void> {
      if (hasOwn()) openedBy(undefined);
      forgetDerived();
    },
    /** Merges another copy that opens the same way. @throws locked, tampered, malformed, too_long */
    async unite(text: string): Promise<Identity & { copy: Copy }> {
      const copy = await holder.unite(await read(text));
      return { ...(await holder.identity()), copy };
    },
    /** Merges the copy kept here, as this device's own, with the open vault, as the stored one. */
    async uniteKept(text: string): Promise<Identity & { copy: Copy }> {
      const [stored, kept] = [held(), await read(text)];
      await holder.open(kept);
      const copy = await holder.unite(stored);
      return { ...(await holder.identity()), copy };
    },
    pin: (user_id: number, change: PinChange): Promise<Identity> => holder.pin(user_id, change),
    /** What only this person calls somebody. */
    nickname: (user_id: number, name: string): Promise<Identity> => holder.nickname(user_id, name),
    async write(change: Change = {}, isFinal = false): Promise<WrittenChange> {
      const code = newSecret();
      const written = await holder.write(ownAfter(change), {
        isFinal,
        change: (vault) => applied(vault, change, code),
      });
      return { ...written, ...(change.recovery ? { recovery: await recoveryCode(code) } : {}) };
    },
    stored: (): Promise<Identity> => holder.stored(),
    copy: (): Promise<string> => holder.copy(),
    close(): void {
      letGo();
      forgetUnlocked();
      holder.close();
    },
  };
};
