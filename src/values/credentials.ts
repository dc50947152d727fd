// Passwords as they arrive: plain, and derived here; or derived by the client, which never sends
// the plain one.
import { invalid } from '../protocol/errors';
import type { Kdf } from './kdf';
import { newSalt } from './kdf';
import { toPassword } from './names';
import type { Passwords } from './password';
import { authHash } from './password';

/** @throws invalidField */
export const base64urlOf = (text: string, length: number, path: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.byteLength === length && bytes.toString('base64url') === text) return bytes;
  throw invalid(path, `must be ${length} bytes in base64url`);
};

/** Who a password is derived for: an address, or a signed-in user. */
export interface Asking {
  passwords: Passwords;
  who: string;
}

/** What is stored of a password. */
export interface Credential {
  kdf_salt: string;
  auth_hash: Buffer;
}

/**
 * Checks a new password at once. Calling the result derives what is stored, which is slow: other
 * checks can come in between.
 * @throws invalidField; when called, tooManyRequests
 */
export const newCredential = (
  { passwords, who }: Asking,
  text: string,
  kdf: Kdf | undefined,
  path: string,
): (() => Promise<Credential>) => {
  if (kdf !== undefined) {
    base64urlOf(kdf.salt, 16, 'kdf.salt');
    const auth_hash = authHash(base64urlOf(text, 32, path));
    return async () => ({ kdf_salt: kdf.salt, auth_hash });
  }
  const password = toPassword(text, path);
  return async () => {
    const kdf_salt = newSalt();
    return { kdf_salt, auth_hash: authHash(await passwords.deriveAuth(password, kdf_salt, who)) };
  };
};

/** The hash to compare a given password by. @throws invalidField, tooManyRequests */
export const proofOf = async (
  { passwords, who }: Asking,
  text: string,
  isDerived: boolean,
  kdf_salt: string,
  path: string,
): Promise<Buffer> =>
  authHash(
    isDerived ? base64urlOf(text, 32, path) : await passwords.deriveAuth(text, kdf_salt, who),
  );
