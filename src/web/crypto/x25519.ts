// X25519 (RFC 7748) from WebCrypto, or from @noble/curves where the browser lacks it.
import type { Bytes } from './bytes';
import { concat, hasWebCrypto, randomBytes } from './bytes';
import { CryptoFault } from './fault';

/** Secrets and points are 32 bytes. `agree` throws `weak_key` if the result is all zero. */
export interface Curve {
  publicOf: (secret: Bytes) => Promise<Bytes>;
  agree: (secret: Bytes, point: Bytes) => Promise<Bytes>;
}

/** Computes the shared secret with another's point; the private key is never exposed. */
export type Agree = (point: Bytes) => Promise<Bytes>;

/** A secret of 32 bytes, or the use of a key that no script can read. */
export type Opener = Bytes | Agree;

export const agreeBy = (curve: Curve, opener: Opener): Agree =>
  typeof opener === 'function' ? opener : (point) => curve.agree(opener, point);

export const secret_bytes = 32;
export const newSecret = (): Bytes => randomBytes(secret_bytes);

// PKCS #8 around a raw X25519 private key (RFC 8410 section 7): WebCrypto imports no raw one.
const PKCS8 = Uint8Array.from([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
]);
const BASE_POINT = Uint8Array.from({ length: secret_bytes }, (_, at) => (at === 0 ? 9 : 0));

/** WebCrypto's curve if the browser has it. @throws no_webcrypto outside https and localhost */
export async function findCurve(): Promise<Curve> {
  if (!hasWebCrypto()) throw new CryptoFault('no_webcrypto');
  const native = createNativeCurve();
  try {
    await native.publicOf(BASE_POINT);
    return native;
  } catch {
    return createNobleCurve();
  }
}

export const createNativeCurve = (): Curve =>
  createCurve(async (secret, point) => {
    const { subtle } = crypto;
    const pkcs8 = concat(PKCS8, secret);
    const key = await subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']);
    const peer = await subtle.importKey('raw', point, 'X25519', true, []);
    return subtle.deriveBits({ name: 'X25519', public: peer }, key, 256);
  });

export async function createNobleCurve(): Promise<Curve> {
  const { x25519 } = await import('@noble/curves/ed25519.js');
  return createCurve(async (secret, point) => x25519.scalarMult(secret, point));
}

type Multiply = (secret: Bytes, point: Bytes) => Promise<ArrayBuffer | Uint8Array>;

const createCurve = (multiply: Multiply): Curve => ({
  publicOf: async (secret) => new Uint8Array(await multiply(sized(secret), BASE_POINT)),
  agree: async (secret, point) => {
    const shared = await multiply(sized(secret), sized(point)).catch(weak);
    const bytes = new Uint8Array(shared);
    // Both libraries refuse a zero result; checked again because everything depends on it.
    return bytes.some((byte) => byte !== 0) ? bytes : weak();
  },
});

function sized(bytes: Bytes): Bytes {
  if (bytes.length !== secret_bytes) throw new CryptoFault('malformed');
  return bytes;
}

function weak(): never {
  throw new CryptoFault('weak_key');
}
