// The vault: every private key of a person, and whom they have met, behind several locks.
import { vault_bytes_max } from '../../protocol/limits';
import type { Bytes, Json } from './bytes';
import { fromUtf8, isObject, parseObject, utf8 } from './bytes';
import { CryptoFault } from './fault';
import { decryptJwe, encryptJwe, recipientHeaders } from './jwe';
import type { Kdf } from './kdf';
import { readKdf } from './kdf';
import type { PrivateJwk, PublicJwk } from './keys';
import { newPrivateKey, privateKeyOf, publicPart, readPrivateJwk, readPublicJwk } from './keys';
import type { Curve } from './x25519';

export interface Pin {
  key_id: string;
  verified: boolean;
}

/** A way to open the vault; `header` is what its recipient's header carries beside the standard. */
export interface Slot {
  key: PublicJwk;
  header: Json;
}

/** Open. The first key is the current one; `slots` by their kid, `pins` by user id. */
export interface Vault {
  keys: [PrivateJwk, ...PrivateJwk[]];
  slots: Map<string, Slot>;
  pins: Map<string, Pin>;
  /** Members of a later version, kept as they are: of the payload, and of its `chat8`. */
  others: { payload: Json; chat8: Json };
}

const STANDARD = ['alg', 'enc', 'epk', 'kid', 'apu', 'apv'];

/** A new vault with a new key, which nothing opens before it is given a slot. */
export const newVault = async (curve: Curve): Promise<Vault> => ({
  keys: [await newPrivateKey(curve)],
  slots: new Map(),
  pins: new Map(),
  others: { payload: {}, chat8: {} },
});

export const withKey = (vault: Vault, key: PrivateJwk): Vault => ({
  ...vault,
  keys: [key, ...vault.keys.filter(({ x }) => x !== key.x)],
});

export const withPin = (vault: Vault, user_id: number, pin: Pin): Vault => ({
  ...vault,
  pins: new Map(vault.pins).set(String(user_id), pin),
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
  const key = publicPart(await privateKeyOf(curve, secret));
  return { ...vault, slots: new Map(vault.slots).set(kid, { key, header }) };
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
    ...vault.others.payload,
    keys: vault.keys,
    slots: Object.fromEntries(slots.map(([kid, { key }]) => [kid, key])),
    chat8: { ...vault.others.chat8, pins: Object.fromEntries(vault.pins) },
  };
  const readers = slots.map(([kid, { key, header }]) => ({ key, header: { ...header, kid } }));
  const text = await encryptJwe(curve, utf8(JSON.stringify(payload)), readers);
  if (text.length > vault_bytes_max) throw new CryptoFault('too_long');
  return text;
}

/**
 * Opens with the secret of any slot: `wrap` or the recovery code's bytes. Throws `locked` where it
 * fits none, `tampered`, `malformed`, `unknown_algorithm`.
 */
export async function readVault(curve: Curve, text: string, secret: Bytes): Promise<Vault> {
  const payload = parseObject(fromUtf8(await decryptJwe(curve, text, secret)));
  const { keys, slots, chat8 = {}, ...rest } = payload;
  if (!Array.isArray(keys) || !isObject(slots) || !isObject(chat8)) {
    throw new CryptoFault('malformed');
  }
  const { pins = {}, ...others } = chat8;
  const [current, ...old] = await Promise.all(
    keys.map((key: unknown) => readPrivateJwk(curve, object(key))),
  );
  if (current === undefined) throw new CryptoFault('malformed');
  return {
    keys: [current, ...old],
    slots: readSlots(slots, recipientHeaders(text)),
    pins: new Map(Object.entries(object(pins)).map(([id, pin]) => [id, readPin(object(pin))])),
    others: { payload: rest, chat8: others },
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

function readPin({ key_id, verified }: Json): Pin {
  if (typeof key_id !== 'string' || typeof verified !== 'boolean') {
    throw new CryptoFault('malformed');
  }
  return { key_id, verified };
}

function object(value: unknown): Json {
  if (!isObject(value)) throw new CryptoFault('malformed');
  return value;
}
