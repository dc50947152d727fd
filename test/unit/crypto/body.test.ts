// What a sealed message says of the size of its file: it keeps a place, and never costs the message.
import { expect, test } from 'bun:test';
import { readBody } from '../../../src/web/crypto/body';
import { toBase64url } from '../../../src/web/crypto/bytes';

const bytes32 = toBase64url(new Uint8Array(32));
const file = { key: bytes32, name: 'a.jpg', type: 'image/jpeg', size: 10, sha256: bytes32 };
const read = (more: object) => readBody({ file: { ...file, ...more } }).file;

test('width, height and length are read, and an old message has none', () => {
  expect(read({})).toEqual(file);
  expect(read({ width: 2_048, height: 1_536 })).toEqual({ ...file, width: 2_048, height: 1_536 });
  const film = { width: 640, height: 480, duration_s: 3.2 };
  expect(read(film)).toEqual({ ...file, ...film });
});

test('a size that can not be is left out, and the file is still there', () => {
  for (const bad of [
    { width: 0, height: 100 },
    { width: -1, height: 100 },
    { width: 100 },
    { height: 100 },
    { width: '100', height: '100' },
    { width: Number.MAX_VALUE, height: 1 },
    { width: Number.NaN, height: 1 },
    { width: null, height: {} },
    { duration_s: -1 },
    { duration_s: Number.POSITIVE_INFINITY },
    { duration_s: 'long' },
  ]) {
    expect(read(bad)).toEqual(file);
  }
});
