// Passwords as they arrive: plain, and derived here; or derived by the client, which never sends
// the plain one.
import { invalid } from '../protocol/errors';
import { kdf_key_bytes, kdf_salt_bytes } from '../protocol/kdf';
import { mustBeBase64url } from './base64url';
import type { Kdf } from './kdf';
import { newSalt } from './kdf';
import { toPassword } from './names';
import type { Passwords } from './password';
import { authHash } from './password';

/** Who a password is derived for: an address, or a signed-in user. */
export interface Asking {
  passwords: Passwords;
  who: string;
}

/** What is stored of a password. */
interface Credential {
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
    mustBeBase64url(kdf.salt, kdf_salt_bytes, 'kdf.salt');
    const auth_hash = authHash(mustBeBase64url(text, kdf_key_bytes, path));
    return async () => ({ kdf_salt: kdf.salt, auth_hash });
  }
  const password = toPassword(text, path);
  return async () => {
    const kdf_salt = newSalt();
    return { kdf_salt, auth_hash: authHash(await passwords.deriveAuth(password, kdf_salt, who)) };
  };
};

/** A new password is written twice; `path` is that of the first. @throws invalidField */
export const mustBeSame = (confirm_password: string, password: string, path: string): void => {
  if (confirm_password !== password) throw invalid('confirm_password', `must equal ${path}`);
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
    isDerived
      ? mustBeBase64url(text, kdf_key_bytes, path)
      : await passwords.deriveAuth(text, kdf_salt, who),
  );
