// Holds a person's open vault on this device, changes it, numbers and writes it, and merges it with
// another copy. It knows neither the network nor where copies are stored.
import { CryptoFault } from '../fault';
import type { PrivateJwk } from '../keys';
import { publicKeyText, thumbprint } from '../keys';
import type { Curve, Opener } from '../x25519';
import type { Content, DeviceEntry, InviteLink, Pin } from './content';
import type { PinChange } from './pin-changes';
import { changePin } from './pin-changes';
import { uniteVaults } from './unite';
import type { Vault } from './vault';
import { newVaultKey, readVault, withPin, writeVault } from './vault';

/** The parts of the vault that may leave the worker. */
export interface Identity {
  public_key: string;
  key_id: string;
  n: number;
  pins: Record<string, Pin>;
  /** By the kid of their slot. */
  devices: Record<string, DeviceEntry>;
  slots: string[];
  /** By code. */
  links: Record<string, InviteLink>;
  /** Something in it is not on the server yet. */
  isUnstored: boolean;
}

/** A vault to store: with the key that proves its writer, and the one that will prove the next. */
export interface Written extends Identity {
  vault: string;
  vault_key: string | null;
  new_vault_key: string;
}

/** `old` if this device knew a newer vault than the copy. */
export type Copy = 'current' | 'old';

export interface WriteOptions {
  /** The server deletes all older vaults, so that their secrets open nothing any more. */
  isFinal?: boolean;
  /** A change that takes effect only when the server has stored it. */
  change?: (vault: Vault) => Promise<Vault>;
}

const isSamePin = (one: Pin | undefined, other: Pin | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });

const withContent = (vault: Vault, change: Partial<Content>): Vault => ({
  ...vault,
  content: { ...vault.content, ...change },
});

/** Sets the `at` of changed pins to the vault's number; each retry sets it again. */
const stamped = async (vault: Vault, n: number, unstored: Set<string>): Promise<Vault> => {
  const key_id = await thumbprint(vault.keys[0]);
  const { current, pins } = vault.content;
  const next = new Map(pins);
  for (const id of unstored) {
    const pin = pins.get(id);
    if (pin) next.set(id, { ...pin, at: n });
  }
  const isKept = current?.key_id === key_id;
  return withContent(vault, { n, pins: next, current: isKept ? current : { key_id, at: n } });
};

/** A person must be able to open it by a secret, and this device must read what it wrote. */
const mustOpen = async (curve: Curve, vault: Vault, text: string, own: Opener | undefined) => {
  if (!vault.slots.has('password') && !vault.slots.has('recovery')) throw new CryptoFault('locked');
  if (own !== undefined) await readVault(curve, text, own);
};

/** What the merged vault has and the stored copy lacks. */
const lackingIn = (stored: Vault, united: Vault) => {
  const ids = [...united.content.pins.keys()];
  const pins = ids.filter(
    (id) => !isSamePin(united.content.pins.get(id), stored.content.pins.get(id)),
  );
  const restOf = ({ keys, slots, content: { gone, links } }: Vault) =>
    JSON.stringify([
      keys[0].x,
      [...[...keys].map(({ x }) => x), ...slots.keys(), ...gone, ...links.keys()].sort(),
    ]);
  return { pins: new Set(pins), isMore: restOf(stored) !== restOf(united) };
};

interface Unstored {
  /** The people whose pins changed since the vault was stored. */
  pins: Set<string>;
  /** Anything else changed. */
  isMore: boolean;
}

/** The vault as it is known here. `onKeys` gets its private keys after each change. */
const createHeld = (onKeys: (keys: PrivateJwk[]) => Promise<void>) => {
  let vault: Vault | undefined;
  const held = (): Vault => {
    if (vault === undefined) throw new CryptoFault('locked');
    return vault;
  };
  return {
    held,
    isOpen: (): boolean => vault !== undefined,
    async hold(next: Vault): Promise<void> {
      vault = next;
      await onKeys(next.keys);
    },
    async identity(unstored: Unstored): Promise<Identity> {
      const { keys, slots, content } = held();
      return {
        public_key: publicKeyText(keys[0]),
        key_id: await thumbprint(keys[0]),
        n: content.n,
        pins: Object.fromEntries(content.pins),
        devices: Object.fromEntries(content.devices),
        slots: [...slots.keys()],
        links: Object.fromEntries(content.links),
        isUnstored: unstored.isMore || unstored.pins.size > 0,
      };
    },
    letGo(): void {
      vault = undefined;
    },
  };
};

type Held = ReturnType<typeof createHeld>;

/** A written vault is used once the server has stored it. */
const createPending = (curve: Promise<Curve>, { held, hold }: Held) => {
  let pending: Vault | undefined;
  return {
    async write(own: Opener | undefined, unstored: Unstored, options: WriteOptions) {
      const { isFinal = false, change } = options;
      const before = held();
      const n = before.content.n + 1;
      const changed = change ? await change(before) : before;
      const { vault_key } = before.content;
      const new_vault_key = isFinal ? newVaultKey() : (vault_key ?? newVaultKey());
      pending = withContent(await stamped(changed, n, unstored.pins), { vault_key: new_vault_key });
      const vault = await writeVault(await curve, pending);
      if (isFinal) await mustOpen(await curve, pending, vault, own);
      const public_key = publicKeyText(pending.keys[0]);
      return { public_key, n, vault, vault_key, new_vault_key };
    },
    /** Returns the pins that changed meanwhile and are still to be stored. */
    async stored(unstored: Unstored): Promise<Unstored> {
      const written = pending;
      if (written === undefined) throw new CryptoFault('locked');
      pending = undefined;
      const pins = new Map(written.content.pins);
      const changed = [...unstored.pins].filter((id) => {
        const now = held().content.pins.get(id);
        if (now === undefined || isSamePin(now, pins.get(id))) return false;
        pins.set(id, now);
        return true;
      });
      await hold(withContent(written, { pins }));
      return { pins: new Set(changed), isMore: false };
    },
    letGo(): void {
      pending = undefined;
    },
  };
};

export const createHeldVault = (
  curve: Promise<Curve>,
  onKeys: (keys: PrivateJwk[]) => Promise<void>,
) => {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, so that a pin set during a merge is not lost. */
  const inOrder = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const result = last.then(act);
    last = result.catch(() => {});
    return result;
  };

  const vault = createHeld(onKeys);
  const { held, hold, isOpen } = vault;
  const pending = createPending(curve, vault);
  let unstored: Unstored = { pins: new Set(), isMore: false };
  const identity = (): Promise<Identity> => vault.identity(unstored);

  return {
    held,
    identity,
    isOpen,
    /** `isStored` is false for a vault that only this device has. */
    async open(next: Vault, isStored = true): Promise<void> {
      unstored = { pins: new Set(), isMore: !isStored };
      await hold(next);
    },
    /** Merges another copy into the held vault. */
    unite(stored: Vault): Promise<Copy> {
      return inOrder(async () => {
        const mine = held();
        const isOld = stored.content.n < mine.content.n;
        const united = await uniteVaults(mine, stored);
        unstored = lackingIn(stored, united);
        unstored.isMore ||= isOld;
        // The stored number: the next write has the one after it.
        await hold(withContent(united, { n: united.content.n - 1 }));
        return isOld ? 'old' : 'current';
      });
    },
    /** In effect at once, and stored with the next write. */
    pin(user_id: number, change: PinChange): Promise<Identity> {
      return inOrder(async () => {
        const before = held();
        const n = before.content.n + 1;
        const pin = before.content.pins.get(String(user_id));
        const next = changePin(pin, change, n);
        if (next === undefined || isSamePin(pin, next)) return identity();
        unstored.pins.add(String(user_id));
        await hold(withPin(before, user_id, { ...next, at: n }));
        return identity();
      });
    },
    /** With the next number; in effect after `stored`. */
    async write(own: Opener | undefined, options: WriteOptions = {}): Promise<Written> {
      const written = await pending.write(own, unstored, options);
      return { ...(await identity()), ...written };
    },
    async stored(): Promise<Identity> {
      unstored = await pending.stored(unstored);
      return identity();
    },
    /** A copy to keep on this device, with what is not stored yet. */
    copy: async (): Promise<string> => writeVault(await curve, held()),
    close(): void {
      vault.letGo();
      pending.letGo();
      unstored = { pins: new Set(), isMore: false };
    },
  };
};

export type VaultHolder = ReturnType<typeof createHeldVault>;
