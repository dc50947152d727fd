// What cameras and programs note in a picture goes; the picture stays the same to the bit.
import { expect, test } from 'bun:test';
import { headerSize, pictureFormatOf } from '../../../src/web/view/picture/header';
import { orientedSize, partsOf, strip } from '../../../src/web/view/picture/strip';
import { apng, gif, heif, jpeg, PROFILE, png, SECRET, webp } from '../../support/pictures/photos';

const size = { width: 48, height: 32 };
const asBytes = (bytes: Buffer) => new Uint8Array(bytes);

const stripped = (source: Buffer) => {
  const found = strip(asBytes(source));
  if (found === null) throw new Error('it is a picture');
  return { ...found, file: Buffer.concat(partsOf(found)), bare: Buffer.concat(found.plain) };
};

const mustBeClean = (file: Buffer) => {
  expect(file.includes(SECRET)).toBe(false);
  expect(file.includes('GPS')).toBe(false);
  expect(file.includes('xmp')).toBe(false);
};

test('a JPEG keeps its pixels and its profile, and of its notes how it is turned', async () => {
  for (const isLittle of [false, true]) {
    const source = await jpeg({ ...size, orientation: 6 }, isLittle);
    expect(source.includes(SECRET)).toBe(true);
    const { file, bare, orientation, isAnimated } = stripped(source);
    mustBeClean(file);
    expect([orientation, isAnimated]).toEqual([6, false]);
    expect(file.toString('latin1').split(PROFILE)).toHaveLength(3);
    // The scan, and nothing behind it: no second picture, no film.
    expect(file.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    expect(file.toString('latin1').split('\xff\xd8')).toHaveLength(2);
    const plain = await jpeg({ ...size, hasMetadata: false });
    const drawing = (each: Buffer) => each.subarray(each.indexOf('\xff\xdb', 'latin1'));
    expect(drawing(bare).equals(drawing(plain))).toBe(true);
    expect(file.includes('Exif')).toBe(true);
    expect(bare.includes('Exif')).toBe(false);
    expect(headerSize(asBytes(file))).toEqual(size);
    // A second time there is nothing left to take.
    expect(stripped(file)).toMatchObject({ orientation: 6, file });
  }
});

test('a JPEG that stands upright says nothing at all', async () => {
  const { file } = stripped(await jpeg({ ...size, orientation: 1 }));
  expect(file.includes('Exif')).toBe(false);
  expect(file.includes('abc')).toBe(false);
});

test('a PNG keeps what is drawn, in its colours and its frames', () => {
  const { file, bare, orientation } = stripped(png({ ...size, orientation: 8 }));
  mustBeClean(file);
  expect(orientation).toBe(8);
  expect(bare.equals(png({ ...size, hasMetadata: false }))).toBe(true);
  expect(headerSize(asBytes(file))).toEqual(size);
  expect(stripped(file)).toMatchObject({ orientation: 8, file });
  const moving = stripped(apng(size));
  mustBeClean(moving.file);
  expect([moving.isAnimated, moving.file.includes('fcTL')]).toEqual([true, true]);
});

test('a WebP keeps its picture and its profile, and says no more than it has', async () => {
  const source = await webp({ ...size, orientation: 3 });
  const { file, bare, orientation } = stripped(source);
  mustBeClean(file);
  expect(orientation).toBe(3);
  expect(file.includes(PROFILE)).toBe(true);
  for (const [each, flags] of [
    [file, 0x28],
    [bare, 0x20],
  ] as const) {
    expect(each.readUInt32LE(4)).toBe(each.length - 8);
    expect(each.readUInt8(20)).toBe(flags);
  }
  expect(headerSize(asBytes(file))).toEqual(size);
  expect(stripped(file)).toMatchObject({ orientation: 3, file });
});

test('a GIF keeps all its frames and how often they run', () => {
  const { file, isAnimated } = stripped(gif());
  mustBeClean(file);
  expect(isAnimated).toBe(true);
  expect(file.includes('NETSCAPE2.0')).toBe(true);
  expect(file.toString('latin1').split('\x21\xf9')).toHaveLength(3);
  expect(file.at(-1)).toBe(0x3b);
  expect(headerSize(asBytes(file))).toEqual({ width: 1, height: 1 });
});

test('a HEIC is as long as it was, its notes are blank', () => {
  const source = heif();
  const { file } = stripped(source);
  mustBeClean(file);
  expect(file.length).toBe(source.length);
  expect(file.includes('the picture itself')).toBe(true);
});

test('what is cut short or no picture is left to others, and nothing hangs or throws', async () => {
  const sources = [
    await jpeg({ ...size, orientation: 6 }),
    png(size),
    await webp(size),
    gif(),
    heif(),
  ];
  for (const source of sources) {
    expect(pictureFormatOf(asBytes(source))).not.toBeNull();
    for (let length = 0; length < source.length; length += 7) {
      const found = strip(asBytes(source.subarray(0, length)));
      if (found) mustBeClean(Buffer.concat(partsOf(found)));
    }
  }
  for (const text of ['', 'plain text', '<svg/>', '%PDF-1.7', 'GIF89a', 'RIFF', '\xff\xd8\xff']) {
    expect(strip(asBytes(Buffer.from(text, 'latin1')))).toBeNull();
  }
});

test('a picture on its side is seen with its sides exchanged', () => {
  for (const orientation of [1, 2, 3, 4]) expect(orientedSize(size, orientation)).toEqual(size);
  for (const orientation of [5, 6, 7, 8]) {
    expect(orientedSize(size, orientation)).toEqual({ width: 32, height: 48 });
  }
});
