// Argon2id at the least that it can cost (RFC 9106, 3.1), for both ends of a test that is not about
// it: what users have takes a core for a tenth to half of a second each time.
import { hashRaw } from '@node-rs/argon2';
import { kdf_key_bytes } from '../../../src/protocol/kdf';
import type { Argon2, Passwords } from '../../../src/values/password';
import { createPasswords } from '../../../src/values/password';
import { createEngine } from '../../../src/web/crypto/engine';
import type { DeriveMaster } from '../../../src/web/crypto/kdf';

export const quickArgon2: Argon2 = (password, salt) =>
  hashRaw(password, {
    algorithm: 2,
    memoryCost: 8,
    timeCost: 1,
    parallelism: 1,
    outputLen: kdf_key_bytes,
    salt,
  });

export const quickPasswords = (): Passwords => createPasswords({ load: async () => quickArgon2 });

export const quickMaster: DeriveMaster = async (password, { salt }) =>
  new Uint8Array(
    await quickArgon2(Buffer.from(password.normalize('NFKC')), Buffer.from(salt, 'base64url')),
  );

/** The client's engine, for a server with `quickPasswords`. */
export const createQuickEngine = () => createEngine(undefined, quickMaster);
