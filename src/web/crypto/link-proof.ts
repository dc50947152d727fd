// The proof that a key belongs to one of the two people of an invitation link: both know the
// link's secret, which never reaches the server.
import type { Bytes } from './bytes';
import { concat, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';

export interface LinkParties {
  code: string;
  inviter_id: number;
  inviter_key_id: string;
  guest_id: number;
  guest_key_id: string;
}

/** `link` is the guest's proof, `link-ok` the inviter's answer to it. */
type ProofKind = 'link' | 'link-ok';

const secret_bytes = 16;

/** 16 random bytes in base64url, made before the link is shown. */
export const newLinkSecret = (): string => toBase64url(randomBytes(secret_bytes));

/** HMAC-SHA256 (RFC 2104) of kind, code, decimal ids and key ids, joined by zero bytes; base64url. */
export async function linkProof(
  secret: string,
  kind: ProofKind,
  parties: LinkParties,
): Promise<string> {
  const { code, inviter_id, inviter_key_id, guest_id, guest_key_id } = parties;
  const parts = [`chat8/${kind}/v1`, code, inviter_id, inviter_key_id, guest_id, guest_key_id];
  const key = await hmacKey(secret);
  const mac = await crypto.subtle.sign('HMAC', key, utf8(parts.join('\0')));
  return toBase64url(new Uint8Array(mac));
}

/** False for any wrong proof; takes the same time either way. */
export async function isLinkProof(
  secret: string,
  kind: ProofKind,
  parties: LinkParties,
  proof: string,
): Promise<boolean> {
  const expected = await linkProof(secret, kind, parties);
  const [one, other] = [utf8(expected), utf8(proof)];
  if (one.length !== other.length) return false;
  return one.reduce((sum, byte, at) => sum | (byte ^ (other[at] ?? 0)), 0) === 0;
}

async function hmacKey(secret: string): Promise<CryptoKey> {
  const bytes: Bytes = fromBase64url(secret);
  if (bytes.length !== secret_bytes) throw new CryptoFault('malformed');
  const HMAC = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', concat(bytes), HMAC, false, ['sign']);
}
