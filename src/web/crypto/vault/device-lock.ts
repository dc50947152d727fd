// A device that is locked: the private half of its slot and the key of what it keeps lie sealed by a PIN
// (Argon2id, RFC 9106) or a passkey (WebAuthn, PRF extension), and once more by a key of this browser
// that no script reads out (WebCrypto, not extractable). Only the worker ever has them open.
import type { Bytes } from '../bytes';
import { concat, hkdf, randomBytes, toBase64url } from '../bytes';
import { CryptoFault } from '../fault';
import type { DeriveMaster } from '../kdf';
import { newKdf } from '../kdf';
import type { LockedDevice } from './locked-device';

/** What opens it. */
export type LockSecret = { pin: string } | { prf: Bytes };

/** The private half of the slot, and the raw key of what this device keeps. */
export interface LockedSecrets {
  slot: Bytes;
  store: Bytes;
}

const AES = { name: 'AES-GCM', length: 256 };
const INFO = 'chat8/lock/v1';
const key_bytes = 32;
const iv_bytes = 12;

const keyOf = async (
  secret: LockSecret,
  salt: string,
  derive: DeriveMaster,
): Promise<CryptoKey> => {
  const master = 'pin' in secret ? await derive(secret.pin, { ...newKdf(), salt }) : secret.prf;
  const raw = await hkdf(master, INFO);
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
};

export const newSalt = (): string => toBase64url(randomBytes(16));

export const lockDevice = async (
  kid: string,
  { slot, store }: LockedSecrets,
  secret: LockSecret,
  derive: DeriveMaster,
): Promise<LockedDevice> => {
  const salt = 'pin' in secret ? newSalt() : '';
  const [inner, outer] = [randomBytes(iv_bytes), randomBytes(iv_bytes)];
  const wrapper = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const key = await keyOf(secret, salt, derive);
  const cipher = { name: 'AES-GCM', iv: inner };
  const once = await crypto.subtle.encrypt(cipher, key, concat(slot, store));
  const twice = concat(inner, new Uint8Array(once));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: outer }, wrapper, twice);
  return { kid, salt, wrapper, iv: outer, sealed };
};

/** @throws locked if the secret is another, or what is stored is damaged */
export const unlockDevice = async (
  { salt, wrapper, iv, sealed }: LockedDevice,
  secret: LockSecret,
  derive: DeriveMaster,
): Promise<LockedSecrets> => {
  try {
    const once = new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapper, sealed),
    );
    const key = await keyOf(secret, salt, derive);
    const cipher = { name: 'AES-GCM', iv: once.slice(0, iv_bytes) };
    const open = new Uint8Array(await crypto.subtle.decrypt(cipher, key, once.slice(iv_bytes)));
    return { slot: open.slice(0, key_bytes), store: open.slice(key_bytes) };
  } catch {
    throw new CryptoFault('locked');
  }
};
