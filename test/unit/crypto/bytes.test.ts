import { expect, test } from 'bun:test';
import { fromBase64url, toBase64url } from '../../../src/web/crypto/bytes';
import { faultOf } from '../../support/faults';

test('base64url of any length goes both ways, as node spells it', () => {
  for (const length of [0, 1, 2, 3, 4, 31, 32, 33, 0x6000, 0x6001, 45_072]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) % 256);
    const text = toBase64url(bytes);
    expect(text).toBe(Buffer.from(bytes).toString('base64url'));
    expect(fromBase64url(text)).toEqual(bytes);
  }
});

test('only the canonical spelling is read', async () => {
  for (const text of ['A', 'AB', 'AAB', 'AA=', 'AA==', 'A+AA', 'A/AA', ' AAA', 'AAA\n', 7, null]) {
    expect(await faultOf(() => fromBase64url(text))).toBe('malformed');
  }
});
