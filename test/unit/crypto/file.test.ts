import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import type { FileDigest } from '../../../src/web/crypto/file';
import { newFileKey, openFile, sealFile } from '../../../src/web/crypto/file';
import { openWhole, sealWhole } from '../../support/envelope';
import { faultOf } from '../../support/faults';
import vectors from '../vectors/e2e.json';

const chunk = 65_536;
const sizes = [0, 1, 15, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 17];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url');
const sample = (size: number) =>
  Buffer.from(Uint8Array.from({ length: size }, (_, at) => at % 251));
const digestOf = (bytes: Uint8Array): FileDigest => ({ size: bytes.length, sha256: sha256(bytes) });

// Pieces of an odd size, since a network cuts where it likes.
function streamOf(bytes: Uint8Array, piece = 10_007): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: (out) => {
      if (at >= bytes.length) return out.close();
      out.enqueue(bytes.subarray(at, at + piece));
      at += piece;
    },
  });
}

async function through(
  bytes: Uint8Array,
  stream: TransformStream<Uint8Array, Uint8Array>,
  piece?: number,
): Promise<Buffer> {
  const out = await Array.fromAsync(streamOf(bytes, piece).pipeThrough(stream));
  return Buffer.concat(out);
}

async function seal(key: string, plain: Uint8Array) {
  const digests: FileDigest[] = [];
  const sealed = await through(plain, await sealFile(key, (digest) => digests.push(digest)));
  return { sealed, digests };
}
const open = async (key: string, sealed: Uint8Array, digest: FileDigest, piece?: number) =>
  through(sealed, await openFile(key, digest), piece);

test('files of every awkward size go both ways, as the second client writes them', async () => {
  for (const size of sizes) {
    const key = newFileKey();
    const plain = sample(size);
    const { sealed, digests } = await seal(key, plain);
    expect(digests).toEqual([digestOf(plain)]);
    expect(sealed.equals(sealWhole(key, plain))).toBe(true);
    expect(openWhole(key, sealed).equals(plain)).toBe(true);
    for (const piece of [7_919, 1 << 20]) {
      expect((await open(key, sealed, digestOf(plain), piece)).equals(plain)).toBe(true);
    }
  }
});

test('the vectors are sealed to the same bytes', async () => {
  for (const file of vectors.files) {
    const plain = sample(file.size);
    const { sealed, digests } = await seal(file.key, plain);
    expect(digests).toEqual([{ size: file.size, sha256: file.sha256 }]);
    expect([sealed.length, sha256(sealed)]).toEqual([file.sealed_bytes, file.sealed_sha256]);
    if ('sealed' in file) expect(sealed.toString('base64url')).toBe(String(file.sealed));
    expect((await open(file.key, sealed, digestOf(plain))).equals(plain)).toBe(true);
  }
});

test('a header that comes byte by byte is read', async () => {
  const key = newFileKey();
  const plain = sample(40);
  const { sealed } = await seal(key, plain);
  expect((await open(key, sealed, digestOf(plain), 1)).equals(plain)).toBe(true);
});

test('a file cut short, reordered, prolonged or changed is not opened', async () => {
  const key = newFileKey();
  const plain = sample(2 * chunk + 100);
  const { sealed } = await seal(key, plain);
  const [header, one, two, last] = [0, 1, 2, 3].map((at) =>
    at === 0
      ? sealed.subarray(0, 16)
      : sealed.subarray(16 + (at - 1) * (chunk + 16), 16 + at * (chunk + 16)),
  );
  if (!header || !one || !two || !last) throw new Error('three chunks');
  const flipped = Buffer.from(sealed);
  flipped.writeUInt8(sealed.readUInt8(5_000) ^ 1, 5_000);
  const damaged = [
    Buffer.concat([header, one, two]),
    Buffer.concat([header, one]),
    Buffer.concat([header, two, one, last]),
    Buffer.concat([header, one, two, last, last]),
    Buffer.concat([header, last]),
    sealed.subarray(0, -1),
    sealed.subarray(0, 20),
    header,
    flipped,
  ];
  for (const bytes of damaged) {
    expect(await faultOf(() => open(key, bytes, digestOf(plain)))).toBe('tampered');
  }
  expect(await faultOf(() => open(newFileKey(), sealed, digestOf(plain)))).toBe('tampered');
  expect(await faultOf(() => open(key, plain, digestOf(plain)))).toBe('malformed');
});

test('a genuine file that is not the one the message means is an error', async () => {
  const key = newFileKey();
  const plain = sample(100);
  const { sealed } = await seal(key, plain);
  const digest = digestOf(plain);
  for (const other of [
    { ...digest, size: 99 },
    { ...digest, sha256: sha256(sealed) },
  ]) {
    expect(await faultOf(() => open(key, sealed, other))).toBe('tampered');
  }
});
