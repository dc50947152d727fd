// The vault: every private key of a person, and whom they have met, behind several slots.
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
import type { Content, Pin } from './vault-content';
import { emptyContent, readContent, writeContent } from './vault-content';

/** A way to open the vault; `header` is what its recipient's header carries beside the standard. */
export interface Slot {
  key: PublicJwk;
  header: Json;
}

/** Open. The first key is the current one; `slots` by their kid. */
export interface Vault {
  keys: [PrivateJwk, ...PrivateJwk[]];
  slots: Map<string, Slot>;
  content: Content;
  /** Members of a later version, kept as they are. */
  others: Json;
}

const STANDARD = ['alg', 'enc', 'epk', 'kid', 'apu', 'apv'];

/** A new vault with a new key, which nothing opens before it is given a slot. */
export const newVault = async (curve: Curve): Promise<Vault> => ({
  keys: [await newPrivateKey(curve)],
  slots: new Map(),
  content: { ...emptyContent(), vault_key: newVaultKey() },
  others: {},
});

/** 32 random bytes in base64url, by which the server knows who may write the vault. */
export const newVaultKey = (): string => toBase64url(randomBytes(32));

export const withKey = (vault: Vault, key: PrivateJwk): Vault => ({
  ...vault,
  keys: [key, ...vault.keys.filter(({ x }) => x !== key.x)],
});

/** With one pin changed; `at` is set when the vault is stored. */
export const withPin = (vault: Vault, user_id: number | string, pin: Pin): Vault => ({
  ...vault,
  content: { ...vault.content, pins: new Map(vault.content.pins).set(String(user_id), pin) },
});

/** `wrap` comes from the password by this `kdf`, which the recipient's header carries. */
export const withPassword = (curve: Curve, vault: Vault, wrap: Bytes, kdf: Kdf): Promise<Vault> =>
  withSlot(curve, vault, 'password', wrap, { kdf: readKdf(kdf) });

/** 32 random bytes, which the recovery code spells. */
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

/** With a slot, new or in place of the one of that name, which is gone from then on. */
export function withSlotKey(vault: Vault, kid: string, key: PublicJwk, header: Json): Vault {
  const emptied = withoutSlot(vault, kid, key.x);
  return { ...emptied, slots: new Map(emptied.slots).set(kid, { key, header }) };
}

/** Without a slot: it is gone for good, also from copies that are united with this one later. */
export function withoutSlot(vault: Vault, kid: string, next_x?: string): Vault {
  const before = vault.slots.get(kid)?.key.x;
  if (before === undefined || before === next_x) return vault;
  const slots = new Map(vault.slots);
  const devices = new Map(vault.content.devices);
  for (const map of [slots, devices]) map.delete(kid);
  const gone = new Set(vault.content.gone).add(before);
  return { ...vault, slots, content: { ...vault.content, devices, gone } };
}

/** The `kdf` that the vault's password slot was made with; null without one; `kdf_refused`. */
export function vaultKdf(text: string): Kdf | null {
  const header = recipientHeaders(text).find(({ kid }) => kid === 'password');
  return header === undefined ? null : readKdf(header.kdf);
}

/**
 * `private_key_encrypted`; needs no secret, since the open vault holds the slots' public keys.
 * Throws `locked` where it has no slot, `too_long` beyond what the server keeps.
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
 * Opens with any slot: by `wrap`, the recovery code's bytes, or this device's key. Throws `locked` if
 * it fits none, `tampered`, `malformed`, `unknown_algorithm`.
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
