// Derives from the password what the server compares (`auth`) and what opens the vault (`wrap`).
import { argon2id } from 'hash-wasm';
import { ARGON2ID, KDF_INFO, kdf_key_bytes, kdf_salt_bytes } from '../../protocol/kdf';
import type { Bytes } from './bytes';
import { fromBase64url, hkdf, isObject, randomBytes, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';

/** The parameters and a `salt`, base64url of 16 bytes. */
export type Kdf = typeof ARGON2ID & { salt: string };

/** `auth` is sent as the password (base64url, 43 characters); `wrap` never leaves the client. */
interface Unlocked {
  auth: string;
  wrap: Bytes;
}

export const newKdf = (): Kdf => ({
  ...ARGON2ID,
  salt: toBase64url(randomBytes(kdf_salt_bytes)),
});

/** Takes no other parameters: a server could ask for weak ones. @throws kdf_refused */
export function readKdf(value: unknown): Kdf {
  const kdf = newKdf();
  const names = isObject(value) ? Object.keys(value).sort().join() : '';
  if (!isObject(value) || names !== 'alg,m,p,salt,t') throw new CryptoFault('kdf_refused');
  const { alg, m, t, p, salt } = value;
  if (alg !== kdf.alg || m !== kdf.m || t !== kdf.t || p !== kdf.p || !isSalt(salt)) {
    throw new CryptoFault('kdf_refused');
  }
  return { ...kdf, salt };
}

function isSalt(value: unknown): value is string {
  try {
    return fromBase64url(value).length === kdf_salt_bytes;
  } catch {
    return false;
  }
}

/** From a password, with parameters that were read, to 32 bytes. */
export type DeriveMaster = (password: string, kdf: Kdf) => Promise<Bytes>;

/** 32 bytes of Argon2id (RFC 9106) over NFKC of the password; takes about half a second. */
export const deriveMaster: DeriveMaster = (password, { m, t, p, salt }) =>
  argon2id({
    password: utf8(password.normalize('NFKC')),
    salt: fromBase64url(salt),
    memorySize: m,
    iterations: t,
    parallelism: p,
    hashLength: kdf_key_bytes,
    outputType: 'binary',
  }).then((master) => new Uint8Array(master));

/** Both halves of the master key, by HKDF-SHA256 (RFC 5869) without a salt. */
async function splitMaster(master: Bytes): Promise<Unlocked> {
  const auth = toBase64url(await hkdf(master, KDF_INFO.auth));
  return { auth, wrap: await hkdf(master, KDF_INFO.wrap) };
}

/** @throws kdf_refused */
export const unlock = async (
  password: string,
  kdf: Kdf,
  derive = deriveMaster,
): Promise<Unlocked> => splitMaster(await derive(password, readKdf(kdf)));
