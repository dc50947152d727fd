// The vault's format: all private keys of a person, and the people they have met, in an envelope that
// several slots open. model/keys/vault-sync brings it to the server.
import { vault_bytes_max } from '../../../protocol/limits';
import type { Bytes, Json } from '../bytes';
import { fromUtf8, isObject, parseObject, randomBytes, toBase64url, utf8 } from '../bytes';
import { CryptoFault } from '../fault';
import { decryptJwe, encryptJwe, recipientHeaders } from '../jwe';
import type { Kdf } from '../kdf';
import { readKdf } from '../kdf';
import type { PrivateJwk, PublicJwk } from '../keys';
import { newPrivateKey, privateKeyOf, publicPart, readPrivateJwk, readPublicJwk } from '../keys';
import type { Curve, Opener } from '../x25519';
import { agreeBy } from '../x25519';
import type { Content, Pin } from './content';
import { emptyContent, readContent, writeContent } from './content';

/** A way to open the vault; `header` has the members of its JWE header beyond the standard's. */
export interface Slot {
  key: PublicJwk;
  header: Json;
}

/** Opened. The first key is the current one; `slots` by their kid. */
export interface Vault {
  keys: [PrivateJwk, ...PrivateJwk[]];
  slots: Map<string, Slot>;
  content: Content;
  /** Members of a later version, kept unchanged. */
  others: Json;
}

const STANDARD = ['alg', 'enc', 'epk', 'kid', 'apu', 'apv'];

/** A new vault with a new key. It needs a slot before anything can open it. */
export const newVault = async (curve: Curve): Promise<Vault> => ({
  keys: [await newPrivateKey(curve)],
  slots: new Map(),
  content: { ...emptyContent(), vault_key: newVaultKey() },
  others: {},
});

/** 32 random bytes in base64url, by which the server recognises who may write the vault. */
export const newVaultKey = (): string => toBase64url(randomBytes(32));

export const withKey = (vault: Vault, key: PrivateJwk): Vault => ({
  ...vault,
  keys: [key, ...vault.keys.filter(({ x }) => x !== key.x)],
});

/** Changes a pin; `at` is set when the vault is stored. */
export const withPin = (vault: Vault, user_id: number | string, pin: Pin): Vault => ({
  ...vault,
  content: { ...vault.content, pins: new Map(vault.content.pins).set(String(user_id), pin) },
});

/** `wrap` is derived from the password by `kdf`, which is part of the slot's header. */
export const withPassword = (curve: Curve, vault: Vault, wrap: Bytes, kdf: Kdf): Promise<Vault> =>
  withSlot(curve, vault, 'password', wrap, { kdf: readKdf(kdf) });

/** `secret`: the 32 random bytes of the recovery code. */
export const withRecovery = (curve: Curve, vault: Vault, secret: Bytes): Promise<Vault> =>
  withSlot(curve, vault, 'recovery', secret, {});

async function withSlot(
  curve: Curve,
  vault: Vault,
  kid: string,
  secret: Bytes,
  header: Json,
): Promise<Vault> {
  return withSlotKey(vault, kid, publicPart(await privateKeyOf(curve, secret)), header);
}

/** Adds a slot, or replaces the one of that name. */
export function withSlotKey(vault: Vault, kid: string, key: PublicJwk, header: Json): Vault {
  const emptied = withoutSlot(vault, kid, key.x);
  return { ...emptied, slots: new Map(emptied.slots).set(kid, { key, header }) };
}

/** Removes a slot for good, also from copies that are merged with this one later. */
export function withoutSlot(vault: Vault, kid: string, next_x?: string): Vault {
  const before = vault.slots.get(kid)?.key.x;
  if (before === undefined || before === next_x) return vault;
  const slots = new Map(vault.slots);
  const devices = new Map(vault.content.devices);
  for (const map of [slots, devices]) map.delete(kid);
  const gone = new Set(vault.content.gone).add(before);
  return { ...vault, slots, content: { ...vault.content, devices, gone } };
}

/** The device signed in once more; nothing changes if it has no slot. */
export function withSession(vault: Vault, kid: string, session_id: number): Vault {
  const entry = vault.content.devices.get(kid);
  if (entry === undefined) return vault;
  const devices = new Map(vault.content.devices).set(kid, { ...entry, session_id });
  return { ...vault, content: { ...vault.content, devices } };
}

/** The `kdf` of the vault's password slot; null without one. @throws kdf_refused */
export function vaultKdf(text: string): Kdf | null {
  const header = recipientHeaders(text).find(({ kid }) => kid === 'password');
  return header === undefined ? null : readKdf(header.kdf);
}

/**
 * Returns `private_key_encrypted`; needs no secret, since the open vault has the slots' public keys.
 * @throws locked if it has no slot, too_long if the server would refuse it
 */
export async function writeVault(curve: Curve, vault: Vault): Promise<string> {
  if (vault.slots.size === 0) throw new CryptoFault('locked');
  const slots = [...vault.slots];
  const payload = {
    ...vault.others,
    keys: vault.keys,
    slots: Object.fromEntries(slots.map(([kid, { key }]) => [kid, key])),
    chat8: writeContent(vault.content),
  };
  const readers = slots.map(([kid, { key, header }]) => ({ key, header: { ...header, kid } }));
  const text = await encryptJwe(curve, utf8(JSON.stringify(payload)), readers);
  if (text.length > vault_bytes_max) throw new CryptoFault('too_long');
  return text;
}

/**
 * Opens any slot: by `wrap`, the recovery code's bytes, or this device's key.
 * @throws locked if no slot fits, tampered, malformed, unknown_algorithm
 */
export async function readVault(curve: Curve, text: string, opener: Opener): Promise<Vault> {
  if (text.length > vault_bytes_max) throw new CryptoFault('too_long');
  const payload = parseObject(fromUtf8(await decryptJwe(text, agreeBy(curve, opener))));
  const { keys, slots, chat8 = {}, ...rest } = payload;
  if (!Array.isArray(keys) || !isObject(slots) || !isObject(chat8)) {
    throw new CryptoFault('malformed');
  }
  const [current, ...old] = await Promise.all(
    keys.map((key: unknown) => readPrivateJwk(curve, object(key))),
  );
  if (current === undefined) throw new CryptoFault('malformed');
  return {
    keys: [current, ...old],
    slots: readSlots(slots, recipientHeaders(text)),
    content: readContent(chat8),
    others: rest,
  };
}

function readSlots(slots: Json, headers: Json[]): Map<string, Slot> {
  const entries = Object.entries(slots).map(([kid, key]): [string, Slot] => {
    const header = headers.find((candidate) => candidate.kid === kid) ?? {};
    const own = Object.entries(header).filter(([name]) => !STANDARD.includes(name));
    return [kid, { key: readPublicJwk(object(key)), header: Object.fromEntries(own) }];
  });
  return new Map(entries);
}

function object(value: unknown): Json {
  if (!isObject(value)) throw new CryptoFault('malformed');
  return value;
}
