// From a password to what is compared and stored: Argon2id, then HKDF (protocol/kdf.ts).
import { argon2, createHash, hkdfSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createFairQueue } from '../platform/turns/fair-queue';
import { ARGON2ID, KDF_INFO, kdf_key_bytes } from '../protocol/kdf';
import { password_queue_max, password_units_max } from '../protocol/limits';

/** Argon2id version 1.3 (RFC 9106) with the parameters of every `Kdf`, 32 bytes. */
export type Argon2 = (password: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>;

const { m, t, p } = ARGON2ID;

/** Two to three times faster than the runtime's own. @throws if it can't be unpacked. */
export const loadAddon = async (): Promise<Argon2> => {
  const { hashRaw } = await import('@node-rs/argon2');
  return (password, salt) =>
    hashRaw(password, {
      algorithm: 2,
      memoryCost: m,
      timeCost: t,
      parallelism: p,
      outputLen: kdf_key_bytes,
      salt,
    });
};

export const builtinArgon2: Argon2 = (message, nonce) =>
  new Promise((resolve, reject) => {
    const cost = { parallelism: p, tagLength: kdf_key_bytes, memory: m, passes: t };
    argon2('argon2id', { message, nonce, ...cost }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

// With a read-only or noexec temp directory there is no addon; the runtime's own is used.
const loadArgon2 = () => loadAddon().catch(() => builtinArgon2);

/** SHA-256: `auth` is as hard to guess as the password behind Argon2id, so no slow hash here. */
export const authHash = (auth: Uint8Array): Buffer => createHash('sha256').update(auth).digest();

export interface Passwords {
  /**
   * HKDF-SHA256 (RFC 5869) of Argon2id(NFKC(password), salt), info `chat8/auth/v1`, no HKDF
   * salt; 32 bytes. `salt` is 16 bytes in base64url. Those who ask (`who`) take turns.
   * @throws tooManyRequests.
   */
  deriveAuth(password: string, salt: string, who?: string): Promise<Uint8Array>;
}

interface Options {
  concurrency?: number;
  waiting_max?: number;
  /** The addon if it loads, else the runtime's own. */
  load?: () => Promise<Argon2>;
}

export const createPasswords = (options: Options = {}): Passwords => {
  // One core stays free for everybody who isn't signing in.
  const {
    concurrency = Math.max(1, availableParallelism() - 1),
    waiting_max = password_queue_max,
  } = options;
  const { load = loadArgon2 } = options;
  const queue = createFairQueue(concurrency, waiting_max);
  let loaded: Promise<Argon2> | undefined;
  return {
    deriveAuth: (password, salt, who) =>
      queue(async () => {
        loaded ??= load();
        const derive = await loaded;
        // Longer than any password can be, in whatever form: the rest changes nothing.
        const given = password.slice(0, password_units_max);
        const master = await derive(
          Buffer.from(given.normalize('NFKC')),
          Buffer.from(salt, 'base64url'),
        );
        return new Uint8Array(hkdfSync('sha256', master, '', KDF_INFO.auth, kdf_key_bytes));
      }, who),
  };
};
