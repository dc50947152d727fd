import { expect, test } from 'bun:test';
import { examinePublicKey } from '../../../src/values/jwk';
import { fromBase64url, toBase64url } from '../../../src/web/crypto/bytes';
import { readKdf, unlock } from '../../../src/web/crypto/kdf';
import {
  agree,
  privateKeyOf,
  publicKeyText,
  readPrivateJwk,
  readPublicKey,
  thumbprint,
} from '../../../src/web/crypto/keys';
import { readRecoveryCode, recoveryCode } from '../../../src/web/crypto/vault/recovery-code';
import { createNativeCurve, createNobleCurve, findCurve } from '../../../src/web/crypto/x25519';
import { faultOf } from '../../support/faults';
import vectors from '../vectors/e2e.json';

const curves = [createNativeCurve(), await createNobleCurve()];

test('a password gives what another Argon2id and another HKDF give', async () => {
  const { password, auth, wrap } = vectors.kdf;
  const unlocked = await unlock(password, readKdf(vectors.kdf.kdf));
  expect(unlocked).toEqual({ auth, wrap: fromBase64url(wrap) });
  expect(auth).toHaveLength(43);
  const composed = await unlock(password.normalize('NFKC'), readKdf(vectors.kdf.kdf));
  expect(composed.auth).toBe(auth);
});

test('a server can not ask for an easier derivation', async () => {
  const { kdf } = vectors.kdf;
  const easier = [
    null,
    { ...kdf, m: 8 },
    { ...kdf, t: 1 },
    { ...kdf, p: 4 },
    { ...kdf, alg: 'argon2i' },
    { ...kdf, salt: 'AAAA' },
    { ...kdf, salt: `${kdf.salt}=` },
    { ...kdf, pepper: '' },
  ];
  for (const other of easier) expect(await faultOf(() => readKdf(other))).toBe('kdf_refused');
});

test('both curves make the keys, ids and shared secret of the vectors', async () => {
  for (const curve of curves) {
    const pairs = await Promise.all(
      vectors.keys.map(async ({ private_jwk, public_key, key_id }) => {
        const pair = await privateKeyOf(curve, fromBase64url(private_jwk.d));
        expect(JSON.stringify(pair)).toBe(JSON.stringify(private_jwk));
        expect(publicKeyText(pair)).toBe(public_key);
        expect(await thumbprint(readPublicKey(public_key))).toBe(key_id);
        expect(examinePublicKey(public_key)).toEqual({ key_id });
        return pair;
      }),
    );
    const [alice, , bob] = pairs;
    if (!alice || !bob) throw new Error('the vectors have alice and bob');
    expect(toBase64url(await agree(curve, alice, bob))).toBe(vectors.shared);
    expect(toBase64url(await agree(curve, bob, alice))).toBe(vectors.shared);
  }
});

test('both curves give the shared secret of RFC 7748 section 6.1', async () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const alice = hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
  const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
  const shared = hex('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
  for (const curve of curves) {
    expect(await curve.agree(alice, await curve.publicOf(bob))).toEqual(shared);
    expect(await curve.agree(bob, await curve.publicOf(alice))).toEqual(shared);
  }
});

test('a secret that anybody could know is an error on both curves', async () => {
  const zero = new Uint8Array(32);
  const orderEight = new Uint8Array(
    Buffer.from('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'hex'),
  );
  for (const curve of [...curves, await findCurve()]) {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    for (const point of [zero, orderEight]) {
      expect(await faultOf(() => curve.agree(secret, point))).toBe('weak_key');
    }
    expect(await faultOf(() => curve.agree(secret, zero.subarray(1)))).toBe('malformed');
  }
});

test('keys of another kind, torn apart or with their private half are refused', async () => {
  const [alice, , bob] = vectors.keys;
  if (!alice || !bob) throw new Error('the vectors have alice and bob');
  const read = (jwk: object) => faultOf(() => readPublicKey(JSON.stringify(jwk)));
  expect(await read({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' })).toBe('unknown_algorithm');
  expect(await read(alice.private_jwk)).toBe('malformed');
  expect(await read({ kty: 'OKP', crv: 'X25519', x: 'AAAA' })).toBe('malformed');
  expect(await faultOf(() => readPublicKey('alice'))).toBe('malformed');
  const torn = { ...alice.private_jwk, d: bob.private_jwk.d };
  for (const curve of curves) {
    expect(await faultOf(() => readPrivateJwk(curve, torn))).toBe('malformed');
  }
});

test('a recovery code is written as in the vectors and read however it was copied', async () => {
  for (const { secret, code } of vectors.recovery) {
    expect(await recoveryCode(fromBase64url(secret))).toBe(code);
    expect(code.split('-')).toHaveLength(14);
    const copied = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    // Notes make other dashes of them, and an input method for Chinese wider letters.
    const dashed = code.replaceAll('-', '–');
    const wide = code.replace(/[^-]/g, (c) =>
      String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0),
    );
    for (const text of [
      code,
      copied,
      ` ${copied.replaceAll('1', 'l')}\n`,
      dashed,
      `\u200b${wide}`,
    ]) {
      expect(toBase64url(await readRecoveryCode(text))).toBe(secret);
    }
  }
});

test('every slip of one character or of two neighbours shows in a recovery code', async () => {
  const [{ code } = { code: '' }] = vectors.recovery;
  const slips = Array.from(code, (symbol, at) =>
    symbol === '-' ? '' : code.slice(0, at) + (symbol === 'Q' ? 'R' : 'Q') + code.slice(at + 1),
  );
  const swaps = Array.from(code, (symbol, at) => {
    const next = code[at + 1] ?? symbol;
    return code.slice(0, at) + next + symbol + code.slice(at + 2);
  });
  const bare = (text: string) => text.replaceAll('-', '');
  const wrong = [...slips, ...swaps].filter((text) => text !== '' && bare(text) !== bare(code));
  expect(wrong.length).toBeGreaterThan(90);
  for (const text of [...wrong, '', `${code}0`, code.replace('Q', 'U')]) {
    expect(await faultOf(() => readRecoveryCode(text))).toBe('malformed');
  }
});
