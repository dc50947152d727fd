import { expect, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { Refusal } from '../../../src/protocol/errors';
import { examinePublicKey } from '../../../src/values/jwk';

// RFC 7748 section 6.1: bob's public key, little-endian.
const BOB = 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f';
// All encodings below 2^255 that lead to zero, as libsodium and Cure25519 list them.
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

const okp = (hex: string) => ({
  kty: 'OKP',
  crv: 'X25519',
  x: Buffer.from(hex, 'hex').toString('base64url'),
});
const p256 = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });

function refusalOf(key: unknown): unknown {
  try {
    return examinePublicKey(typeof key === 'string' ? key : JSON.stringify(key));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return [refusal.refusal, refusal.details];
  }
}
const refused = ['undecryptable', { field: 'public_key' }];

test('what is no JSON object is opaque and has no key id', () => {
  for (const text of ['', 'alice', '{', '"x"', '7', 'null', '[{"kty":"OKP"}]', 'ssh-rsa AAAA']) {
    expect(examinePublicKey(text)).toEqual({ key_id: null });
  }
});

test('a key id is the thumbprint that jose calculates', async () => {
  for (const jwk of [okp(BOB), p256()]) {
    const key_id = await calculateJwkThumbprint(jwk);
    expect(examinePublicKey(JSON.stringify(jwk))).toEqual({ key_id });
    const dressed = { use: 'enc', kid: 'phone', key_ops: [], ...jwk, colour: 'green' };
    expect(examinePublicKey(JSON.stringify(dressed))).toEqual({ key_id });
  }
});

test('no private member passes, of whichever kind of key', () => {
  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
    expect(refusalOf({ ...okp(BOB), [member]: 'AA' })).toEqual(refused);
    expect(refusalOf({ ...p256(), [member]: null })).toEqual(refused);
  }
});

test('every encoding of a low-order point is refused, with and without the ignored bit', () => {
  for (const hex of LOW_ORDER) {
    expect(refusalOf(okp(hex))).toEqual(refused);
    const masked = (Number.parseInt(hex.slice(-2), 16) | 0x80).toString(16);
    expect(refusalOf(okp(hex.slice(0, -2) + masked))).toEqual(refused);
  }
});

test('other points beyond p are taken, as RFC 7748 demands', () => {
  expect(refusalOf(okp(`f6${'ff'.repeat(30)}7f`))).toEqual({ key_id: expect.any(String) });
});

test('x is 32 bytes in the one canonical spelling', () => {
  const { x } = okp(BOB);
  for (const bad of [`${x}=`, `${x.slice(0, -1)}9`, x.slice(1), `${x}A`, ` ${x}`, '', 7, null]) {
    expect(refusalOf({ ...okp(BOB), x: bad })).toEqual(refused);
  }
  const standard = okp('fb'.repeat(32));
  expect(refusalOf(standard)).toEqual({ key_id: expect.any(String) });
  expect(refusalOf({ ...standard, x: standard.x.replaceAll('-', '+') })).toEqual(refused);
});

test('a point beside the curve P-256 is refused', () => {
  const { x, y } = p256();
  const moved = Buffer.from(String(y), 'base64url').fill(1, 5, 6).fill(2, 6, 7);
  const zero = Buffer.alloc(32).toString('base64url');
  for (const point of [{ x, y: moved.toString('base64url') }, { x }, { x: zero, y: zero }]) {
    expect(refusalOf({ kty: 'EC', crv: 'P-256', ...point })).toEqual(refused);
  }
});

test('other kinds of keys, and objects that are none, are refused', () => {
  const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({
    format: 'jwk',
  });
  const mixed = { ...okp(BOB), kty: 'EC' };
  for (const key of [{}, ed25519, p384, mixed, { ...okp(BOB), kid: 7 }, { kty: 'RSA', n: 'AQ' }]) {
    expect(refusalOf(key)).toEqual(refused);
  }
});
