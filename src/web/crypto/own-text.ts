// Seals unsent texts with a key from the vault, so that they survive the end of a session on this
// device and only the next sign-in of the same person opens them.
import { fromBase64url, fromUtf8, hkdf, randomBytes, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';
import type { PrivateJwk } from './keys';
import { secretOf } from './keys';

/** `x` names the vault's key that it is sealed with. */
export interface OwnText {
  x: string;
  iv: string;
  sealed: string;
}

const INFO = 'chat8/own/v1';

/** HKDF-SHA256 (RFC 5869) of a private key of the vault; not used for messages. */
const keyOf = async (key: PrivateJwk): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', await hkdf(secretOf(key), INFO), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);

const isOwnText = (value: unknown): value is OwnText => {
  const { x, iv, sealed } = (value ?? {}) as Record<string, unknown>;
  return [x, iv, sealed].every((each) => typeof each === 'string');
};

export const createOwnText = (keys: () => [PrivateJwk, ...PrivateJwk[]]) => ({
  async sealOwn(text: string): Promise<OwnText> {
    const [key] = keys();
    const iv = randomBytes(12);
    const cipher = { name: 'AES-GCM', iv };
    const sealed = await crypto.subtle.encrypt(cipher, await keyOf(key), utf8(text));
    return { x: key.x, iv: toBase64url(iv), sealed: toBase64url(new Uint8Array(sealed)) };
  },
  /** @throws missing_key if the vault lacks the key that sealed it, tampered, malformed */
  async openOwn(value: unknown): Promise<string> {
    if (!isOwnText(value)) throw new CryptoFault('malformed');
    const key = keys().find(({ x }) => x === value.x);
    if (key === undefined) throw new CryptoFault('missing_key');
    const cipher = { name: 'AES-GCM', iv: fromBase64url(value.iv) };
    try {
      const sealed = fromBase64url(value.sealed);
      return fromUtf8(
        new Uint8Array(await crypto.subtle.decrypt(cipher, await keyOf(key), sealed)),
      );
    } catch {
      throw new CryptoFault('tampered');
    }
  },
});
