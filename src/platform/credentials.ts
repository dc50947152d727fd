// Passwords as they arrive: plain, and derived here; or derived by the client, who never sends
// the plain one.
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { invalid } from '../errors';
import { toPassword } from './names';
import type { Passwords } from './password';
import { authHash, newSalt } from './password';

/** The one set of parameters that there is; `salt` is 16 bytes in base64url. */
export const Kdf = Type.Object({
  alg: Type.Literal('argon2id'),
  m: Type.Literal(65_536),
  t: Type.Literal(3),
  p: Type.Literal(1),
  salt: Type.String(),
});
export type Kdf = Static<typeof Kdf>;

const bytesOf = (text: string, length: number, path: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.byteLength === length && bytes.toString('base64url') === text) return bytes;
  throw invalid(path, `must be ${length} bytes in base64url`);
};

/** What is kept of a new password. @throws invalidField, tooManyRequests */
export const newCredential = async (
  passwords: Passwords,
  text: string,
  kdf: Kdf | undefined,
  path: string,
) => {
  if (kdf !== undefined) {
    bytesOf(kdf.salt, 16, 'kdf.salt');
    return { kdf_salt: kdf.salt, auth_hash: authHash(bytesOf(text, 32, path)) };
  }
  const kdf_salt = newSalt();
  const auth = await passwords.deriveAuth(toPassword(text, path), kdf_salt);
  return { kdf_salt, auth_hash: authHash(auth) };
};

/** What a password that was given is compared by. @throws invalidField, tooManyRequests */
export const proofOf = async (
  passwords: Passwords,
  text: string,
  isDerived: boolean,
  kdf_salt: string,
  path: string,
): Promise<Buffer> =>
  authHash(isDerived ? bytesOf(text, 32, path) : await passwords.deriveAuth(text, kdf_salt));
