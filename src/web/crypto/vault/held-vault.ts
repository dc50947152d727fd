// Holds a person's open vault on this device, changes it, numbers and writes it, and merges it with
// another copy. It knows neither the network nor where copies are stored.
import { createSerialQueue } from '../../serial-queue';
import { CryptoFault } from '../fault';
import type { PrivateJwk } from '../keys';
import { publicKeyText, thumbprint } from '../keys';
import type { Curve, Opener } from '../x25519';
import type { DeviceEntry, InviteLink, Pin } from './content';
import type { PinChange } from './pin-changes';
import { changePin } from './pin-changes';
import { uniteVaults } from './unite';
import type { Unstored } from './unstored';
import {
  changedSince,
  isAnything,
  isSamePin,
  lackingIn,
  nothing,
  stamped,
  withContent,
} from './unstored';
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
  /** What only this person calls others, by user id. */
  names: Record<string, string>;
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

interface WriteOptions {
  /** The server deletes all older vaults, so that their secrets open nothing any more. */
  isFinal?: boolean;
  /** A change that takes effect only when the server has stored it. */
  change?: (vault: Vault) => Promise<Vault>;
}

/** A person must be able to open it by a secret, and this device must read what it wrote. */
const mustOpen = async (curve: Curve, vault: Vault, text: string, own: Opener | undefined) => {
  if (!vault.slots.has('password') && !vault.slots.has('recovery')) throw new CryptoFault('locked');
  if (own !== undefined) await readVault(curve, text, own);
};

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
    async identity(unstored: () => Unstored): Promise<Identity> {
      const [key] = held().keys;
      const key_id = await thumbprint(key);
      // As it is now: of two that were asked for, the later answer is never the older one.
      const { slots, content } = held();
      return {
        public_key: publicKeyText(key),
        key_id,
        n: content.n,
        pins: Object.fromEntries(content.pins),
        devices: Object.fromEntries(content.devices),
        slots: [...slots.keys()],
        links: Object.fromEntries(content.links),
        names: Object.fromEntries(
          [...content.names].flatMap(([id, { name }]) => (name ? [[id, name]] : [])),
        ),
        isUnstored: isAnything(unstored()),
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
  let pending_n = 0;
  let passed_n = -1;
  return {
    /** What is decided from now on is later than all that has a number up to `n`. */
    numberAfter(n: number): void {
      passed_n = Math.max(n, passed_n);
    },
    /** What changes now is newer than what is on its way: it gets the number after that. */
    next_n: (): number => Math.max(held().content.n, pending_n, passed_n) + 1,
    async write(own: Opener | undefined, unstored: Unstored, options: WriteOptions) {
      const { isFinal = false, change } = options;
      const before = held();
      const n = Math.max(before.content.n, passed_n) + 1;
      pending_n = n;
      const changed = change ? await change(before) : before;
      const { vault_key } = before.content;
      const new_vault_key = isFinal ? newVaultKey() : (vault_key ?? newVaultKey());
      pending = withContent(await stamped(changed, n, unstored, passed_n), {
        vault_key: new_vault_key,
      });
      const vault = await writeVault(await curve, pending);
      if (isFinal) await mustOpen(await curve, pending, vault, own);
      const public_key = publicKeyText(pending.keys[0]);
      return { public_key, n, vault, vault_key, new_vault_key };
    },
    /** `left` is what changed meanwhile and is still to be stored; what changes from now on joins it. */
    stored(unstored: Unstored): { left: Unstored; done: Promise<void> } {
      const written = pending;
      if (written === undefined) throw new CryptoFault('locked');
      pending = undefined;
      const { content, left } = changedSince(held(), written, unstored);
      return { left, done: hold(withContent(written, content)) };
    },
    letGo(): void {
      pending = undefined;
      pending_n = 0;
      passed_n = -1;
    },
  };
};

/** What changes about one person, one after the other. */
const createPersonChanges = (
  { held, hold }: Held,
  unstored: () => Unstored,
  next_n: () => number,
  identity: () => Promise<Identity>,
) => ({
  async pin(user_id: number, change: PinChange): Promise<Identity> {
    const before = held();
    const n = next_n();
    const pin = before.content.pins.get(String(user_id));
    const next = changePin(pin, change, n);
    if (next === undefined || isSamePin(pin, next)) return identity();
    unstored().pins.add(String(user_id));
    await hold(withPin(before, user_id, { ...next, at: n }));
    return identity();
  },
  async nickname(user_id: number, name: string): Promise<Identity> {
    const before = held();
    const { names } = before.content;
    const id = String(user_id);
    if ((names.get(id)?.name ?? '') === name) return identity();
    unstored().names.add(id);
    await hold(withContent(before, { names: new Map(names).set(id, { name, at: next_n() }) }));
    return identity();
  },
});

export const createHeldVault = (
  curve: Promise<Curve>,
  onKeys: (keys: PrivateJwk[]) => Promise<void>,
) => {
  // So that a pin that is set during a merge is not lost.
  const inOrder = createSerialQueue();

  const vault = createHeld(onKeys);
  const { held, hold, isOpen } = vault;
  const pending = createPending(curve, vault);
  let unstored = nothing();
  const identity = (): Promise<Identity> => vault.identity(() => unstored);
  const { pin, nickname } = createPersonChanges(vault, () => unstored, pending.next_n, identity);

  return {
    held,
    identity,
    isOpen,
    numberAfter: pending.numberAfter,
    /** `isStored` is false for a vault that only this device has. */
    async open(next: Vault, isStored = true): Promise<void> {
      unstored = { ...nothing(), isMore: !isStored };
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
    pin: (user_id: number, change: PinChange): Promise<Identity> =>
      inOrder(() => pin(user_id, change)),
    /** The same; '' takes it away. */
    nickname: (user_id: number, name: string): Promise<Identity> =>
      inOrder(() => nickname(user_id, name)),
    /** With the next number; in effect after `stored`. */
    async write(own: Opener | undefined, options: WriteOptions = {}): Promise<Written> {
      const written = await pending.write(own, unstored, options);
      return { ...(await identity()), ...written };
    },
    async stored(): Promise<Identity> {
      const { left, done } = pending.stored(unstored);
      unstored = left;
      await done;
      return identity();
    },
    /** A copy to keep on this device, with what is not stored yet. */
    copy: async (): Promise<string> => writeVault(await curve, held()),
    close(): void {
      vault.letGo();
      pending.letGo();
      unstored = nothing();
    },
  };
};
