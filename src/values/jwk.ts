// Public keys that claim to be a JWK (RFC 7517): well formed, public only, and of use to nobody
// who would want a secret that everyone can guess.
import { createHash } from 'node:crypto';
import { Refusal } from '../protocol/errors';
import { base64urlBytes } from './base64url';
import { type Json, jsonObject } from './json-object';

const P256 = {
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
};
const P25519 = 2n ** 255n - 19n;
// The points of order 1, 2, 4 and 8 on the curve and its twist; every other encoding of them
// is one of these modulo p.
const LOW_ORDER = new Set([
  0n,
  1n,
  P25519 - 1n,
  0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
  0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn,
]);
// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2.
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const TEXT_MEMBERS = ['kid', 'use', 'alg', 'x5u', 'x5t', 'x5t#S256'];

/**
 * `key_id` is the SHA-256 thumbprint (RFC 7638 section 3), null for an opaque key.
 * @throws undecryptable for a JSON object that is no X25519 (RFC 8037) or P-256 (RFC 7518 section
 * 6.2) public key
 */
export function examinePublicKey(text: string): { key_id: string | null } {
  const jwk = jsonObject(text);
  if (jwk === null) return { key_id: null };
  const required = isPublicOnly(jwk) ? requiredMembers(jwk) : null;
  if (required === null) throw new Refusal('undecryptable', { field: 'public_key' });
  return { key_id: createHash('sha256').update(JSON.stringify(required)).digest('base64url') };
}

function isPublicOnly(jwk: Json): boolean {
  if (PRIVATE_MEMBERS.some((member) => member in jwk)) return false;
  if (TEXT_MEMBERS.some((member) => member in jwk && typeof jwk[member] !== 'string')) return false;
  const operations = jwk.key_ops;
  if (operations === undefined) return true;
  return Array.isArray(operations) && operations.every((name) => typeof name === 'string');
}

// In the order of RFC 7638 section 3.3, since the thumbprint is taken of exactly this.
function requiredMembers(jwk: Json): Json | null {
  const { crv, kty, x, y } = jwk;
  const bytes = base64urlBytes(x);
  if (bytes?.length !== 32) return null;
  if (kty === 'OKP' && crv === 'X25519') return isLowOrder(bytes) ? null : { crv, kty, x };
  if (kty !== 'EC' || crv !== 'P-256') return null;
  const other = base64urlBytes(y);
  return other?.length === 32 && isOnP256(bytes, other) ? { crv, kty, x, y } : null;
}

// RFC 7748 section 5: little-endian, the top bit ignored, values beyond p allowed.
const isLowOrder = (x: Buffer): boolean =>
  LOW_ORDER.has(BigInt.asUintN(255, integer(Buffer.from(x).reverse())) % P25519);

function isOnP256(xBytes: Buffer, yBytes: Buffer): boolean {
  const { p, b } = P256;
  const x = integer(xBytes);
  const y = integer(yBytes);
  return x < p && y < p && (y * y - (x * x * x - 3n * x + b)) % p === 0n;
}

const integer = (bigEndian: Buffer): bigint => BigInt(`0x${bigEndian.toString('hex')}`);
