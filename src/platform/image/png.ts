// PNG (W3C, third edition) as far as it is needed: the chunks of any, and pixels of the library's.
import { deflateSync, inflateSync } from 'node:zlib';
import { MIB } from '../../protocol/limits';

export interface Chunk {
  name: string;
  data: Buffer;
}

/** Eight bits of red, green, blue and alpha a pixel. */
interface Bitmap {
  width: number;
  height: number;
  pixels: Buffer;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const profile_bytes_max = 4 * MIB;

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(SIGNATURE);

/** The last one may be cut. */
export const chunksOfPng = (bytes: Buffer): Chunk[] => {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ name, data: bytes.subarray(at + 8, at + 8 + size) });
    at += 12 + size;
  }
  return chunks;
};

/** The predictor of filter 4 (9.4). */
const paeth = (left: number, up: number, corner: number) => {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [guess - left, guess - up, guess - corner].map(Math.abs) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
};

/** Undoes the filters of rows (9.2). */
const unfilter = (rows: Buffer, row_bytes: number, height: number): Buffer => {
  const pixels = Buffer.alloc(row_bytes * height);
  for (let row = 0; row < height; row += 1) {
    const from = row * (row_bytes + 1);
    const to = row * row_bytes;
    const filter = rows[from];
    for (let at = 0; at < row_bytes; at += 1) {
      const left = at < 4 ? 0 : (pixels[to + at - 4] ?? 0);
      const up = row === 0 ? 0 : (pixels[to + at - row_bytes] ?? 0);
      const corner = at < 4 || row === 0 ? 0 : (pixels[to + at - row_bytes - 4] ?? 0);
      const value = rows[from + 1 + at] ?? 0;
      const predicted =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, corner)
                : 0;
      pixels[to + at] = value + predicted;
    }
  }
  return pixels;
};

/** What the library's encoder made: 8 bits, RGBA, not interlaced. */
export const decodePng = (png: Uint8Array): Bitmap => {
  const chunks = chunksOfPng(Buffer.from(png));
  const header = chunks.find(({ name }) => name === 'IHDR')?.data;
  if (header?.readUInt16BE(8) !== 0x0806) throw new RangeError('not of 8 bits, RGBA');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  const rows = inflateSync(Buffer.concat(packed));
  return { width, height, pixels: unfilter(rows, width * 4, height) };
};

/** The ICC profile, if there is one. */
export const profileInPng = (png: Uint8Array): Buffer | undefined => {
  const named = chunksOfPng(Buffer.from(png)).find(({ name }) => name === 'iCCP')?.data;
  // A name, NUL, and the method, of which there is one.
  const packed = named?.subarray(named.indexOf(0) + 2);
  return packed && inflateSync(packed, { maxOutputLength: profile_bytes_max });
};

const toChunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(Bun.hash.crc32(body), body.length + 4);
  return out;
};

export const encodePng = ({ width, height, pixels }: Bitmap): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let row = 0; row < height; row += 1) {
    pixels.copy(rows, row * (width * 4 + 1) + 1, row * width * 4, (row + 1) * width * 4);
  }
  return Buffer.concat([
    SIGNATURE,
    toChunk('IHDR', header),
    toChunk('IDAT', deflateSync(rows, { level: 1 })),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
};
