// Pictures for the tests, byte by byte: with colour profiles, orientations, and more than one frame.
import { deflateSync } from 'node:zlib';
import { decodePng } from '../../../src/platform/image/png';

export type Colour = readonly [red: number, green: number, blue: number];

export const chunk = (name: string, data: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(Bun.hash.crc32(body), body.length + 4);
  return out;
};

const header = (width: number, height: number, bits: number, type: number) => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bits, type], 8);
  return data;
};

const file = (ihdr: Buffer, rows: Buffer, extra: Buffer[] = []) =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', ihdr),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);

/** An opaque PNG; `extra` chunks stand before the pixels. */
export const png = (
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
  extra: Buffer[] = [],
) => {
  const row_bytes = width * 3 + 1;
  const rows = Buffer.alloc(row_bytes * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * row_bytes + 1 + x * 3);
  }
  return file(header(width, height, 8, 2), rows, extra);
};

/** One bit a pixel: a small file that unpacks to four bytes a pixel. */
export const bomb = (width: number, height: number) =>
  file(header(width, height, 1, 0), Buffer.alloc((Math.ceil(width / 8) + 1) * height));

const tag = (type: string, ...numbers: number[]) => {
  const data = Buffer.alloc(8 + numbers.length * 4);
  data.write(type, 0, 'latin1');
  numbers.forEach((value, index) => {
    data.writeInt32BE(Math.round(value * 65_536), 8 + index * 4);
  });
  return data;
};

/** A power, in the older form of a curve. */
const power = (gamma: number) => {
  const data = Buffer.alloc(16);
  data.write('curv', 0, 'latin1');
  data.writeUInt32BE(1, 8);
  data.writeUInt16BE(Math.round(gamma * 256), 12);
  return data;
};

/** sRGB's curve, which is Display P3's too: formula 3. */
const formula = () => {
  const data = tag('para', 0, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
  data.writeUInt16BE(3, 8);
  return data;
};

/** The same as a table of 1,024 steps. */
const table = () => {
  const steps = 1_024;
  const data = Buffer.alloc(12 + steps * 2);
  data.write('curv', 0, 'latin1');
  data.writeUInt32BE(steps, 8);
  for (let step = 0; step < steps; step += 1) {
    const value = step / (steps - 1);
    const light = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    data.writeUInt16BE(Math.round(light * 65_535), 12 + step * 2);
  }
  return data;
};

const icc = (space: string, tags: Record<string, Buffer>) => {
  const entries = Object.entries({ desc: Buffer.from('marker-in-profile'), ...tags });
  const head = Buffer.alloc(132 + entries.length * 12);
  head.set([4, 0x30], 8);
  head.write(`mntr${space}XYZ `, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  head.writeUInt32BE(entries.length, 128);
  let end = head.length;
  entries.forEach(([name, data], index) => {
    head.write(name, 132 + index * 12, 'latin1');
    head.writeUInt32BE(end, 136 + index * 12);
    head.writeUInt32BE(data.length, 140 + index * 12);
    end += data.length;
  });
  const all = Buffer.concat([head, ...entries.map(([, data]) => data)]);
  all.writeUInt32BE(all.length, 0);
  return all;
};

const colours = (red: Colour, green: Colour, blue: Colour, curve: Buffer) => ({
  rXYZ: tag('XYZ ', ...red),
  gXYZ: tag('XYZ ', ...green),
  bXYZ: tag('XYZ ', ...blue),
  rTRC: curve,
  gTRC: curve,
  bTRC: curve,
});

const p3: [Colour, Colour, Colour] = [
  [0.51512, 0.2412, -0.00105],
  [0.29198, 0.69225, 0.04189],
  [0.1571, 0.06657, 0.78407],
];
const adobe: [Colour, Colour, Colour] = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
];

export const PROFILES = {
  displayP3: icc('RGB ', colours(...p3, formula())),
  displayP3Table: icc('RGB ', colours(...p3, table())),
  adobeRgb: icc('RGB ', colours(...adobe, power(563 / 256))),
  grey18: icc('GRAY', { kTRC: power(1.8) }),
  /** Nothing in it that could be followed. */
  empty: icc('RGB ', {}),
  printer: icc('CMYK', { A2B0: Buffer.from('mft2') }),
};

export const profileChunk = (profile: Buffer) =>
  chunk('iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(profile)]));

/** An Exif block that says which way is up, in either order of bytes. */
export const exif = (orientation: number, order: 'II' | 'MM' = 'II') => {
  const block = Buffer.alloc(26);
  block.write(order, 0, 'latin1');
  const u16 = (value: number, at: number) =>
    order === 'II' ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    order === 'II' ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at);
  u16(42, 2);
  u32(8, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(3, 12);
  u32(1, 14);
  u16(orientation, 18);
  return block;
};

/** A JPEG with the block in it, where cameras put it. */
export const jpegWithExif = (jpeg: Uint8Array, block: Buffer) => {
  const data = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
};

/** It claims to be of that size; what is not in it is grey. */
export const jpegOfSize = (jpeg: Uint8Array, width: number, height: number) => {
  const bytes = Buffer.from(jpeg);
  let at = 2;
  while (bytes[at + 1] !== 0xc0 && bytes[at + 1] !== 0xc2) at += 2 + bytes.readUInt16BE(at + 2);
  bytes.writeUInt16BE(height, at + 5);
  bytes.writeUInt16BE(width, at + 7);
  return bytes;
};

/** The same for a lossless WebP of nothing but its picture. */
export const webpOfSize = (webp: Uint8Array, width: number, height: number) => {
  const bytes = Buffer.from(webp);
  bytes.writeUInt32LE(
    ((bytes.readUInt32LE(21) & 0xf0000000) >>> 0) + (width - 1) + (height - 1) * 2 ** 14,
    21,
  );
  return bytes;
};

const riff = (name: string, data: Uint8Array) => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

const u24 = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, value >> 16]);

/** Frames are still WebPs of this size; `extra` chunks stand behind them. */
export const animated = (
  frames: Uint8Array[],
  width: number,
  height: number,
  extra: Buffer[] = [],
) => {
  const size = [u24(width - 1), u24(height - 1)];
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    riff('VP8X', Buffer.concat([Buffer.from([0x02 | 0x10, 0, 0, 0]), ...size])),
    riff('ANIM', Buffer.alloc(6)),
    ...frames.map((frame) => {
      const at = [u24(0), u24(0)];
      return riff(
        'ANMF',
        Buffer.concat([...at, ...size, u24(100), Buffer.from([0]), frame.subarray(12)]),
      );
    }),
    ...extra,
  ]);
  return riff('RIFF', body);
};

export const exifChunk = (block: Buffer) => riff('EXIF', block);

/** The colour at a place of any picture that the library reads. */
export const colourAt = async (picture: Uint8Array, x: number, y: number): Promise<Colour> => {
  const { pixels, width } = decodePng(await new Bun.Image(picture).png().bytes());
  const [red = 0, green = 0, blue = 0] = pixels.subarray((y * width + x) * 4);
  return [red, green, blue];
};

/** No channel is further away than `most`. */
export const isNear = (a: Colour, b: Colour, most = 6) =>
  a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= most);
