// The slot of this device in the vault: an X25519 pair whose private key no script can read.
import type { Bytes } from '../bytes';
import { randomBytes, toBase64url } from '../bytes';
import { CryptoFault } from '../fault';
import type { PublicJwk } from '../keys';
import { pointOf } from '../keys';
import type { Agree, Curve } from '../x25519';
import { newSecret } from '../x25519';
import type { LockedDevice } from './locked-device';
import { isLocked } from './locked-device';

/**
 * What the device stores in IndexedDB: the private key itself, not extractable, or, in a browser
 * without X25519, its 32 bytes encrypted with a key of AES-GCM that is not extractable; or, with an app
 * lock, sealed by its PIN or passkey.
 */
export type DeviceKey =
  | LockedDevice
  | { kid: string; key: CryptoKey }
  | { kid: string; wrapper: CryptoKey; iv: Bytes; wrapped: ArrayBuffer };

const X25519 = 'X25519';
const AES = { name: 'AES-GCM', length: 256 };

/** `device:` and 16 random characters. */
export const newKid = (): string => `device:${toBase64url(randomBytes(12))}`;

const jwkOf = (x: string): PublicJwk => ({ kty: 'OKP', crv: X25519, x });

export const publicJwkOf = async (curve: Curve, secret: Bytes): Promise<PublicJwk> =>
  jwkOf(toBase64url(await curve.publicOf(secret)));

export async function newDeviceKey(
  curve: Curve,
): Promise<{ device: DeviceKey; public_key: PublicJwk }> {
  const kid = newKid();
  const pair = await nativePair();
  if (pair !== null) {
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return { device: { kid, key: pair.privateKey }, public_key: jwkOf(toBase64url(raw)) };
  }
  const secret = newSecret();
  const wrapper = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  const iv = randomBytes(12);
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapper, secret);
  return { device: { kid, wrapper, iv, wrapped }, public_key: await publicJwkOf(curve, secret) };
}

async function nativePair(): Promise<CryptoKeyPair | null> {
  try {
    return (await crypto.subtle.generateKey(X25519, false, ['deriveBits'])) as CryptoKeyPair;
  } catch {
    return null;
  }
}

/** @throws locked if the browser lost the key, or stored it damaged; or behind an app lock */
export function agreeByDevice(curve: Curve, device: DeviceKey): Agree {
  return async (point) => {
    try {
      if (isLocked(device)) throw new CryptoFault('locked');
      if ('key' in device) return await deriveBits(device.key, point);
      const cipher = { name: 'AES-GCM', iv: device.iv };
      const secret = await crypto.subtle.decrypt(cipher, device.wrapper, device.wrapped);
      return await curve.agree(new Uint8Array(secret), point);
    } catch (error) {
      if (error instanceof CryptoFault) throw error;
      throw new CryptoFault('locked');
    }
  };
}

async function deriveBits(key: CryptoKey, point: Bytes): Promise<Bytes> {
  const peer = await crypto.subtle.importKey('raw', point, X25519, true, []);
  const bits = await crypto.subtle.deriveBits({ name: X25519, public: peer }, key, 256);
  const shared = new Uint8Array(bits);
  if (shared.every((byte) => byte === 0)) throw new CryptoFault('weak_key');
  return shared;
}

/** Whether the device's key is the private half of this one. */
export async function isKeyOf(curve: Curve, agree: Agree, key: PublicJwk): Promise<boolean> {
  const secret = newSecret();
  try {
    const mine = await agree(await curve.publicOf(secret));
    return toBase64url(mine) === toBase64url(await curve.agree(secret, pointOf(key)));
  } catch {
    return false;
  }
}
