// How push services know this server: RFC 8292, a token that is signed by the key that each
// subscription names.
import { createECDH } from 'node:crypto';
import type { Clock } from '../platform/clock';
import { createLru } from '../platform/lru';
import { vapid_again_ms, vapid_origins_max, vapid_ttl_ms } from '../protocol/push-limits';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');

/** The public key of a private one, uncompressed, in base64url. */
export const publicKeyOf = (private_key: string): string => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(private_key, 'base64url');
  return pair.getPublicKey('base64url');
};

const importKey = (private_key: string, public_key: string) => {
  const point = Buffer.from(public_key, 'base64url');
  const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))];
  const jwk = { kty: 'EC', crv: 'P-256', d: private_key, x, y };
  return crypto.subtle.importKey('jwk', jwk, ECDSA, false, ['sign']);
};

/** `subject` is whom a service may write to. */
export const createVapid = (private_key: string, subject: string, clock: Clock) => {
  const public_key = publicKeyOf(private_key);
  let key: Promise<CryptoKey> | undefined;
  const known = createLru<string, { header: Promise<string>; until: number }>(vapid_origins_max);

  const sign = async (aud: string, now: number) => {
    key ??= importKey(private_key, public_key);
    const exp = Math.floor((now + vapid_ttl_ms) / 1_000);
    const head = base64url(JSON.stringify({ typ: 'JWT', alg: 'ES256' }));
    const text = `${head}.${base64url(JSON.stringify({ aud, exp, sub: subject }))}`;
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(how, await key, new TextEncoder().encode(text));
    return `vapid t=${text}.${base64url(new Uint8Array(signature))}, k=${public_key}`;
  };

  return {
    /** The Authorization header for a service; signed again from time to time. */
    authorization(origin: string): Promise<string> {
      const now = clock.now();
      const before = known.get(origin);
      // A clock that was set back makes a token that lives too long.
      const isFresh = before !== undefined && before.until > now;
      if (isFresh && before.until <= now + vapid_again_ms) return before.header;
      const header = sign(origin, now);
      known.set(origin, { header, until: now + vapid_again_ms });
      return header;
    },
  };
};

export type Vapid = ReturnType<typeof createVapid>;
