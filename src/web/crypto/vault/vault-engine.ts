// The vault as the page uses it: opened by the password, the recovery code or this device's own
// slot, changed by meaning, written, and united with other copies of it.
import type { Bytes } from '../bytes';
import { fromBase64url } from '../bytes';
import { CryptoFault } from '../fault';
import type { Kdf } from '../kdf';
import { unlock } from '../kdf';
import type { PrivateJwk } from '../keys';
import { newPrivateKey } from '../keys';
import type { Curve, Opener as SlotOpener } from '../x25519';
import { newSecret } from '../x25519';
import type { DeviceKey } from './device-slot';
import { agreeByDevice, newDeviceKey } from './device-slot';
import type { PinChange } from './pins';
import { readRecoveryCode, recoveryCode } from './recovery';
import type { Vault } from './vault';
import {
  newVault,
  readVault,
  vaultKdf,
  withKey,
  withoutSlot,
  withPassword,
  withRecovery,
  withSlotKey,
} from './vault';
import type { DeviceEntry, InviteLink } from './vault-content';
import type { Copy, Identity, Written } from './vault-holder';
import { createVaultHolder } from './vault-holder';

/** The password derived last, an earlier build's secret, this device, a password, the code. */
export type Opener =
  | 'derived'
  | { wrap: string }
  | { device: DeviceKey }
  | { password: string }
  | { recovery: string };

/** What is changed only if the server takes it. */
export interface Change {
  /** A slot for the password that was derived last. */
  password?: boolean;
  recovery?: boolean;
  key?: boolean;
  /** This device's own slot; the key itself is given with what is written. */
  device?: DeviceEntry;
  /** By the kid of their slots. */
  dropSlots?: string[];
  link?: { code: string } & InviteLink;
}

export interface WrittenChange extends Written {
  recovery?: string;
}

interface Needs {
  curve: Promise<Curve>;
  derived: () => { wrap: Bytes; kdf: Kdf } | undefined;
  forgetDerived: () => void;
  onKeys: (keys: PrivateJwk[]) => Promise<void>;
}

/** A link that nobody can use or prove any more is forgotten. */
const link_kept_ms = 90 * 86_400_000;

const withLink = (vault: Vault, { code, ...fresh }: { code: string } & InviteLink): Vault => {
  const kept = [...vault.content.links].filter(
    ([, link]) => link.until + link_kept_ms > Date.now(),
  );
  const links = new Map(kept).set(code, fresh);
  return { ...vault, content: { ...vault.content, links } };
};

/** Makes the slot's key of its own; gives it to be kept by the browser. */
const createDeviceSlots = (curve: Promise<Curve>) => {
  let made: { device: DeviceKey; public_key: PrivateJwk | Omit<PrivateJwk, 'd'> } | undefined;
  return {
    async newDevice(): Promise<DeviceKey> {
      made = await newDeviceKey(await curve);
      return made.device;
    },
    withDevice(vault: Vault, entry: DeviceEntry): Vault {
      if (made === undefined) throw new CryptoFault('locked');
      const { kid } = made.device;
      const next = withSlotKey(vault, kid, made.public_key, {});
      const devices = new Map(next.content.devices).set(kid, entry);
      return { ...next, content: { ...next.content, devices } };
    },
  };
};

const createOpening = ({ curve, derived }: Needs) => {
  /** By the parameters in the header of the password's slot. */
  const fromPassword = async (password: string, text: string): Promise<Bytes> => {
    const kdf = vaultKdf(text);
    if (kdf === null) throw new CryptoFault('locked');
    return (await unlock(password, kdf)).wrap;
  };
  return async (by: Opener, text: string): Promise<SlotOpener> => {
    if (by === 'derived') {
      const last = derived();
      if (last === undefined) throw new CryptoFault('locked');
      return last.wrap;
    }
    if ('wrap' in by) return fromBase64url(by.wrap);
    if ('device' in by) return agreeByDevice(await curve, by.device);
    if ('password' in by) return fromPassword(by.password, text);
    return readRecoveryCode(by.recovery);
  };
};

/** What opens copies of the vault here: whatever opened the first one, and this device's own slot. */
const createOpeners = (curve: Promise<Curve>, derived: Needs['derived']) => {
  let opener: SlotOpener | undefined;
  let own: SlotOpener | undefined;
  let ownKid: string | undefined;
  return {
    openedBy(next: SlotOpener | undefined): void {
      opener = next;
    },
    async useDevice(device: DeviceKey): Promise<void> {
      own = agreeByDevice(await curve, device);
      ownKid = device.kid;
    },
    /** Of the device's slot, unless that goes with this change. */
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

/** Applies what is changed only if the server takes it; `code` is a new recovery secret. */
const createApplying = ({ curve, derived }: Needs, withDevice: WithDevice) => {
  return async (vault: Vault, change: Change, code: Bytes): Promise<Vault> => {
    let next = vault;
    const { password, recovery, key, device, dropSlots = [], link } = change;
    if (key) next = withKey(next, await newPrivateKey(await curve));
    if (password) {
      const last = derived();
      if (last === undefined) throw new CryptoFault('locked');
      next = await withPassword(await curve, next, last.wrap, last.kdf);
    }
    if (recovery) next = await withRecovery(await curve, next, code);
    if (device) next = withDevice(next, device);
    for (const kid of dropSlots) next = withoutSlot(next, kid);
    return link ? withLink(next, link) : next;
  };
};

type WithDevice = (vault: Vault, entry: DeviceEntry) => Vault;

export const createVaultEngine = (needs: Needs) => {
  const { curve, derived, forgetDerived, onKeys } = needs;
  const { held, ...holder } = createVaultHolder(curve, onKeys);
  const { newDevice, withDevice } = createDeviceSlots(curve);
  const { openedBy, useDevice, ownAfter, hasOwn, read, letGo } = createOpeners(curve, derived);
  const applied = createApplying(needs, withDevice);
  const openerOf = createOpening(needs);

  return {
    held,
    newDevice,
    isOpen: async (): Promise<boolean> => holder.isOpen(),
    identity: async (): Promise<Identity> => holder.identity(),
    /** A new vault, which nothing opens before it is written with a slot; `n` is the last one seen. */
    async create(n = 0): Promise<void> {
      const fresh = await newVault(await curve);
      await holder.open({ ...fresh, content: { ...fresh.content, n } }, false);
      letGo();
    },
    /** @throws locked if it fits no slot */
    async open(text: string, by: Opener): Promise<Identity> {
      const fits = await openerOf(by, text);
      const vault = await readVault(await curve, text, fits);
      openedBy(fits);
      if (typeof by === 'object' && 'device' in by) await useDevice(by.device);
      await holder.open(vault);
      return holder.identity();
    },
    /** This device opens copies by its own slot, whatever opened the first one. */
    useDevice,
    /** From now on the device's own slot is all that opens copies here. */
    async forgetSecrets(): Promise<void> {
      if (hasOwn()) openedBy(undefined);
      forgetDerived();
    },
    /** Another copy, by whatever opens this one. @throws locked, tampered, malformed, too_long */
    async unite(text: string): Promise<Identity & { copy: Copy }> {
      const copy = await holder.unite(await read(text));
      return { ...(await holder.identity()), copy };
    },
    /** The kept copy counts as one's own, and the one that was opened as the stored one. */
    async uniteKept(text: string): Promise<Identity & { copy: Copy }> {
      const [stored, kept] = [held(), await read(text)];
      await holder.open(kept);
      const copy = await holder.unite(stored);
      return { ...(await holder.identity()), copy };
    },
    pin: (user_id: number, change: PinChange): Promise<Identity> => holder.pin(user_id, change),
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
      holder.close();
    },
  };
};
