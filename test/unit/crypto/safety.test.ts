import { expect, test } from 'bun:test';
import { fromBase64url } from '../../../src/web/crypto/bytes';
import { numericFingerprint, safetyNumber } from '../../../src/web/crypto/safety';
import vectors from '../vectors/e2e.json';

const keys = vectors.keys.map(({ private_jwk }) => fromBase64url(private_jwk.x));
const [aliceKey = new Uint8Array(), otherKey = new Uint8Array(), bobKey = new Uint8Array()] = keys;
const alice = { user_id: 1, key: aliceKey };
const bob = { user_id: 2, key: bobKey };

test('the fingerprint is the one of libsignal, version 0', async () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const halves = [
    await numericFingerprint(
      hex('0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868'),
      '+14152222222',
    ),
    await numericFingerprint(
      hex('05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b'),
      '+14153333333',
    ),
  ];
  const displayable = '300354477692869396892869876765458257569162576843440918079131';
  expect(halves.sort().join('')).toBe(displayable);
});

test('alice and bob see the same 60 digits, the smaller half first', async () => {
  const { one, other, number } = vectors.safety;
  expect(await numericFingerprint(alice.key, '1')).toBe(one);
  expect(await numericFingerprint(bob.key, '2')).toBe(other);
  expect(await safetyNumber(alice, bob)).toBe(number);
  expect(await safetyNumber(bob, alice)).toBe(number);
  expect(number).toMatch(/^\d{60}$/);
});

test('another key or another person is another number', async () => {
  const number = await safetyNumber(alice, bob);
  expect(await safetyNumber({ ...alice, key: otherKey }, bob)).not.toBe(number);
  expect(await safetyNumber(alice, { ...bob, user_id: 3 })).not.toBe(number);
});
