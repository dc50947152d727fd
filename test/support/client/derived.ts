// What people send to the executable in place of their passwords, as a deriving client does: their
// Argon2id is the true one, but is done once for all servers of a process that know the same person.
import { createHash } from 'node:crypto';
import { ARGON2ID, kdf_salt_bytes } from '../../../src/protocol/kdf';
import { createPasswords } from '../../../src/values/password';
import { isExecutable } from '../network/stopped-servers';

const passwords = createPasswords();

const done = new Map<string, Promise<string>>();

const derive = (password: string, salt: string): Promise<string> => {
  const key = `${salt} ${password}`;
  const before = done.get(key);
  if (before !== undefined) return before;
  const auth = passwords
    .deriveAuth(password, salt)
    .then((bytes) => Buffer.from(bytes).toString('base64url'));
  done.set(key, auth);
  return auth;
};

/** Who registered so, with that password, at that server. */
const registered = new Map<string, string>();
const keyOf = (...parts: [url: string, username: string, password: string]) => parts.join('\n');

/** The `password` and `kdf` to register with. */
export const credentials = async (url: string, username: string, password: string) => {
  if (!isExecutable(url)) return { password };
  const name = createHash('sha256').update(username).digest();
  const salt = name.subarray(0, kdf_salt_bytes).toString('base64url');
  const auth = await derive(password, salt);
  registered.set(keyOf(url, username, password), auth);
  return { password: auth, kdf: { ...ARGON2ID, salt } };
};

/** The `password` to sign in with; plain for whoever registered otherwise. */
export const proof = (url: string, username: string, password: string) => {
  const auth = isExecutable(url) ? registered.get(keyOf(url, username, password)) : undefined;
  return auth === undefined ? { password } : { password: auth, derived: true };
};
