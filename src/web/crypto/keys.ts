// Key pairs as JWK (RFC 7517, RFC 8037) and their thumbprints (RFC 7638).
import { calculateJwkThumbprint } from 'jose';
import type { Bytes, Json } from './bytes';
import { fromBase64url, parseObject, toBase64url } from './bytes';
import { CryptoFault } from './fault';
import type { Curve } from './x25519';
import { newSecret, secret_bytes } from './x25519';

export interface PublicJwk {
  kty: 'OKP';
  crv: 'X25519';
  x: string;
}

export interface PrivateJwk extends PublicJwk {
  d: string;
}

export const newPrivateKey = (curve: Curve): Promise<PrivateJwk> =>
  privateKeyOf(curve, newSecret());

export async function privateKeyOf(curve: Curve, secret: Bytes): Promise<PrivateJwk> {
  const x = toBase64url(await curve.publicOf(secret));
  return { kty: 'OKP', crv: 'X25519', x, d: toBase64url(secret) };
}

export const publicPart = ({ kty, crv, x }: PublicJwk): PublicJwk => ({ kty, crv, x });

/** The 32 bytes of `x`. */
export const pointOf = (jwk: PublicJwk): Bytes => fromBase64url(jwk.x);

/** The 32 bytes of `d`. */
export const secretOf = (jwk: PrivateJwk): Bytes => fromBase64url(jwk.d);

/** `key_id`: base64url of the SHA-256 thumbprint (RFC 7638), 43 characters. */
export const thumbprint = (jwk: PublicJwk): Promise<string> =>
  calculateJwkThumbprint({ ...publicPart(jwk) }, 'sha256');

/** `public_key` as it is sent: exactly `kty`, `crv` and `x`. */
export const publicKeyText = (jwk: PublicJwk): string => JSON.stringify(publicPart(jwk));

/**
 * Reads a friend's `public_key` and drops other members.
 * @throws unknown_algorithm for another kind of key, malformed for no key or a private one
 */
export const readPublicKey = (text: string): PublicJwk => readPublicJwk(parseObject(text));

export function readPublicJwk(jwk: Json): PublicJwk {
  if ('d' in jwk) throw new CryptoFault('malformed');
  return readJwk(jwk);
}

/** A private JWK of the vault. @throws malformed if its halves do not belong together */
export async function readPrivateJwk(curve: Curve, jwk: Json): Promise<PrivateJwk> {
  const { x } = readJwk(jwk);
  const own = await privateKeyOf(curve, fromBase64url(jwk.d));
  if (own.x !== x) throw new CryptoFault('malformed');
  return own;
}

function readJwk({ kty, crv, x }: Json): PublicJwk {
  if (kty !== 'OKP' || crv !== 'X25519') throw new CryptoFault('unknown_algorithm');
  if (typeof x !== 'string' || fromBase64url(x).length !== secret_bytes) {
    throw new CryptoFault('malformed');
  }
  return { kty, crv, x };
}

/** X25519 (RFC 7748 section 6.1), 32 bytes. @throws weak_key if all of them are zero */
export const agree = (curve: Curve, own: PrivateJwk, peer: PublicJwk): Promise<Bytes> =>
  curve.agree(secretOf(own), pointOf(peer));
