// The engine: the open vault, and all that is sealed and opened with it. It runs in the worker and
// knows neither screen nor network.
import type { Body } from './body';
import type { Bytes } from './bytes';
import { fromBase64url, toBase64url } from './bytes';
import { CryptoFault } from './fault';
import type { FileDigest } from './file';
import { newFileKey, openFile, sealFile } from './file';
import type { Expected } from './header';
import type { Kdf } from './kdf';
import { newKdf, unlock } from './kdf';
import { createKeyring } from './keyring';
import type { PublicJwk } from './keys';
import { newPrivateKey, pointOf, publicKeyText, readPublicKey, thumbprint } from './keys';
import type { Address, FindChannel } from './message';
import { openMessage, sealMessage } from './message';
import { firstPin, withKeyOf } from './pins';
import { readRecoveryCode, recoveryCode } from './recovery';
import { safetyNumber } from './safety';
import { uniteVaults } from './unite';
import type { Vault } from './vault';
import {
  newVault,
  readVault,
  vaultKdf,
  withKey,
  withPassword,
  withPin,
  withRecovery,
  writeVault,
} from './vault';
import type { How, Pin } from './vault-content';
import { findCurve, newSecret } from './x25519';

/** What of the vault may be seen outside the worker. */
export interface Identity {
  public_key: string;
  key_id: string;
  pins: Record<string, Pin>;
}

/** A vault as it is stored, and what came with it. */
export interface Written extends Identity {
  vault: string;
  recovery?: string;
}

export interface Change {
  /** A lock for the password that was derived last. */
  password?: boolean;
  recovery?: boolean;
  key?: boolean;
  pin?: { user_id: number; key_id: string; how: How };
}

/** The password derived last, this device's secret, an earlier password, the recovery code. */
type Opener = 'derived' | { wrap: string } | { password: string } | { recovery: string };

/** By the parameters in the header of the password's lock. */
const fromPassword = async (password: string, text: string): Promise<Bytes> => {
  const kdf = vaultKdf(text);
  if (kdf === null) throw new CryptoFault('locked');
  return (await unlock(password, kdf)).wrap;
};

export const createEngine = () => {
  const curve = findCurve();
  // Without WebCrypto the page says so; here it is no more than an engine that opens nothing.
  curve.catch(() => {});
  const peers = new Map<string, PublicJwk>();
  let derived: { wrap: Bytes; kdf: Kdf } | undefined;
  let secret: Bytes | undefined;
  let vault: Vault | undefined;
  let find: FindChannel | undefined;
  let pending: { vault: Vault; secret: Bytes } | undefined;

  const held = (): Vault => {
    if (vault === undefined) throw new CryptoFault('locked');
    return vault;
  };
  const hold = async (next: Vault) => {
    vault = next;
    find = createKeyring(await curve, next.keys, async (key_id) => peers.get(key_id) ?? null);
  };
  const identity = async (): Promise<Identity> => {
    const [current] = held().keys;
    return {
      public_key: publicKeyText(current),
      key_id: await thumbprint(current),
      pins: Object.fromEntries(held().content.pins),
    };
  };
  const learn = async (public_key: string): Promise<string> => {
    const key = readPublicKey(public_key);
    const key_id = await thumbprint(key);
    peers.set(key_id, key);
    return key_id;
  };
  /** With the number of the next write. */
  const numbered = (before: Vault): Vault => ({
    ...before,
    content: { ...before.content, n: before.content.n + 1 },
  });
  const change = async ({ password, recovery, key, pin }: Change): Promise<Written> => {
    let next = numbered(held());
    let code: string | undefined;
    if (key) next = withKey(next, await newPrivateKey(await curve));
    if (pin) {
      const before = next.content.pins.get(String(pin.user_id));
      const unnamed = { username: '', display_name: '' };
      const pinned = before
        ? withKeyOf(before, pin.key_id, pin.how, next.content.n)
        : firstPin(pin.key_id, unnamed, pin.how);
      next = withPin(next, pin.user_id, { ...pinned, at: next.content.n });
    }
    if (password && derived) {
      next = await withPassword(await curve, next, derived.wrap, derived.kdf);
      secret = derived.wrap;
    }
    if (recovery) {
      const fresh = newSecret();
      next = await withRecovery(await curve, next, fresh);
      code = await recoveryCode(fresh);
    }
    await hold(next);
    const text = await writeVault(await curve, next);
    return { ...(await identity()), vault: text, ...(code ? { recovery: code } : {}) };
  };

  return {
    newKdf: async (): Promise<Kdf> => newKdf(),
    /** Gives what the server compares; what opens the vault stays here. */
    async derive(password: string, kdf: Kdf): Promise<string> {
      const { auth, wrap } = await unlock(password, kdf);
      derived = { wrap, kdf };
      return auth;
    },
    async create(): Promise<Written> {
      await hold(await newVault(await curve));
      return change({ password: true, recovery: true });
    },
    /** @throws locked where it fits no lock */
    async open(text: string, by: Opener) {
      if (by === 'derived') {
        if (derived === undefined) throw new CryptoFault('locked');
        secret = derived.wrap;
      } else if ('wrap' in by) secret = fromBase64url(by.wrap);
      else if ('password' in by) secret = await fromPassword(by.password, text);
      else secret = await readRecoveryCode(by.recovery);
      await hold(await readVault(await curve, text, secret));
      return identity();
    },
    change,
    /** With a lock for the password derived last; in use once the server has it: `rekeyed`. */
    async rekey(): Promise<Written> {
      if (derived === undefined) throw new CryptoFault('locked');
      const next = await withPassword(await curve, numbered(held()), derived.wrap, derived.kdf);
      pending = { vault: next, secret: derived.wrap };
      return { ...(await identity()), vault: await writeVault(await curve, next) };
    },
    async rekeyed(): Promise<void> {
      if (pending === undefined) throw new CryptoFault('locked');
      await hold(pending.vault);
      secret = pending.secret;
      pending = undefined;
    },
    /** Somebody else wrote the vault meanwhile: both changes are kept. */
    async merge(text: string): Promise<Written> {
      if (secret === undefined) throw new CryptoFault('locked');
      const stored = await readVault(await curve, text, secret);
      await hold(await uniteVaults(held(), stored));
      return { ...(await identity()), vault: await writeVault(await curve, held()) };
    },
    /** What opens the vault on this device again. */
    deviceSecret: async (): Promise<string | null> => (secret ? toBase64url(secret) : null),
    learn,
    async seal(address: Address, body: Body, peer: string) {
      if (find === undefined) throw new CryptoFault('locked');
      const { key_id } = await identity();
      const channel = await find(key_id, await learn(peer));
      return sealMessage(channel, address, body);
    },
    async read(me: number, content: string, expected: Expected): Promise<Body> {
      if (find === undefined) throw new CryptoFault('locked');
      return (await openMessage(find, me, content, expected)).body;
    },
    async sealFile(file: Blob): Promise<{ blob: Blob; key: string; digest: FileDigest }> {
      const key = newFileKey();
      const done = Promise.withResolvers<FileDigest>();
      const stream = file.stream().pipeThrough(await sealFile(key, done.resolve));
      const blob = await new Response(stream).blob();
      return { blob, key, digest: await done.promise };
    },
    async openFile(sealed: Blob, key: string, expected: FileDigest, type: string): Promise<Blob> {
      const opening = await openFile(key, expected);
      const fault = sealed.stream().pipeTo(opening.writable);
      // Response tells that a stream broke, and not why.
      const [blob] = await Promise.all([
        new Response(opening.readable).blob().catch(() => fault.then(() => new Blob())),
        fault,
      ]);
      return blob.slice(0, blob.size, type);
    },
    async safetyNumber(me: number, peer: number, peer_key: string): Promise<string> {
      const [own] = held().keys;
      return safetyNumber(
        { user_id: me, key: pointOf(own) },
        { user_id: peer, key: pointOf(readPublicKey(peer_key)) },
      );
    },
    async close(): Promise<void> {
      derived = secret = vault = find = pending = undefined;
    },
  };
};

export type Engine = ReturnType<typeof createEngine>;
