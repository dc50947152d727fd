import { describe, expect, test } from 'bun:test';
import { sameBytes } from '../../../src/platform/constant-time';
import { kdfOf, newSalt } from '../../../src/values/kdf';
import {
  type Argon2,
  authHash,
  builtinArgon2,
  createPasswords,
  loadAddon,
} from '../../../src/values/password';

const salt = Buffer.alloc(16, 7).toString('base64url');
const master = '7b985d8fa00c9eccccf918c8cb9feaa8036af381caf6f498e099b5b849b8c18a';
const auth = '4519e8d1f804c7119fe30ff5742dc582f98f7777439cf335f9545c440cff20a9';
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** An Argon2 that finishes when told to. */
const heldArgon2 = () => {
  const held: (() => void)[] = [];
  const derive: Argon2 = () =>
    new Promise((resolve) => held.push(() => resolve(new Uint8Array(32))));
  return { held, load: async () => derive };
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('the password', () => {
  test('becomes the same bytes by the addon and by the runtime', async () => {
    const password = Buffer.from('correct horse');
    const bytes = Buffer.from(salt, 'base64url');
    expect(hex(await builtinArgon2(password, bytes))).toBe(master);
    const addon = await loadAddon();
    expect(hex(await addon(password, bytes))).toBe(master);
  });

  test('becomes auth by HKDF, with either of them', async () => {
    const passwords = createPasswords();
    expect(hex(await passwords.deriveAuth('correct horse', salt))).toBe(auth);
    const builtin = createPasswords({ load: async () => builtinArgon2 });
    expect(hex(await builtin.deriveAuth('correct horse', salt))).toBe(auth);
  });

  test('is normalised: the same word typed on another keyboard opens the account', async () => {
    const seen: string[] = [];
    const load = async (): Promise<Argon2> => async (password) => {
      seen.push(Buffer.from(password).toString());
      return new Uint8Array(32);
    };
    const passwords = createPasswords({ load });
    await passwords.deriveAuth('cafe\u0301 Ａ', salt);
    expect(seen).toEqual(['caf\u00e9 A']);
  });

  test('waits in line, and beyond the line is asked to come back', async () => {
    const { held, load } = heldArgon2();
    const passwords = createPasswords({ concurrency: 2, waiting_max: 1, load });
    const running = [1, 2, 3].map(() => passwords.deriveAuth('x', salt));
    await settle();
    expect(held).toHaveLength(2);
    const refused = await passwords.deriveAuth('x', salt).catch((error: unknown) => error);
    expect(refused).toMatchObject({ refusal: 'tooManyRequests', details: { retry_after_s: 5 } });
    held[0]?.();
    await settle();
    expect(held).toHaveLength(3);
    for (const finish of held) finish();
    expect(await Promise.all(running)).toHaveLength(3);
  });

  test('frees its lane when hashing fails', async () => {
    const load = async (): Promise<Argon2> => () => Promise.reject(new Error('broken'));
    const passwords = createPasswords({ concurrency: 1, waiting_max: 1, load });
    for (let round = 0; round < 3; round += 1) {
      await expect(passwords.deriveAuth('x', salt)).rejects.toThrow('broken');
    }
  });

  test('has a fresh salt of 16 bytes in the kdf of the e2e page', () => {
    const one = newSalt();
    expect(one).toMatch(/^[\w-]{22}$/);
    expect(newSalt()).not.toBe(one);
    expect(kdfOf(one)).toEqual({ alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: one });
  });

  test('is compared by hash', () => {
    const hash = authHash(Buffer.from('abc'));
    expect(hex(hash)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sameBytes(hash, authHash(Buffer.from('abc')))).toBe(true);
    expect(sameBytes(hash, authHash(Buffer.from('abd')))).toBe(false);
    expect(sameBytes(hash, hash.subarray(1))).toBe(false);
  });
});
