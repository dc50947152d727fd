// Blanks the metadata of a TIFF file (TIFF 6.0): of its fields those stay that draw the picture. What
// is taken out is overwritten, and nothing moves. Raw pictures of cameras are built like it, and are
// nothing without their metadata: they are left alone.
import { Broken } from './stripped';

/** Size, storage and colours; tiles; JPEG; the colour profile. */
const KEPT = new Set(
  [254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279]
    .concat([280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320])
    .concat([321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347])
    .concat([512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34_675]),
);
/** Directories of metadata: Exif, GPS, and what else may read it. */
const METADATA = new Set([34_665, 34_853, 40_965]);
/** Raw pictures: more directories, the pattern of a sensor, a version of DNG. */
const RAW = new Set([330, 33_421, 33_422, 50_706]);
const [COMPRESSION, PHOTOMETRIC] = [259, 262];
const PLAIN_COMPRESSION = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32_773, 32_946]);
const photometric_max = 8;
/** Bytes of a value, by its type (from 1 to 13). */
const VALUE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const field_bytes = 12;
const directories_max = 1_000;

interface Field {
  tag: number;
  at: number;
  /** Where its value lies, if that is not in the field itself. */
  place: number | undefined;
  bytes: number;
  value: number;
}

const isTiff = (data: DataView): boolean => {
  const order = data.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return false;
  return data.getUint16(2, order === 0x4949) === 42;
};

interface Directory {
  at: number;
  fields: Field[];
  /** Where the place of the next one is said. */
  next_at: number;
}

const readDirectory = (data: DataView, isLittle: boolean, at: number): Directory => {
  const count = data.getUint16(at, isLittle);
  const fields = Array.from({ length: count }, (_, index): Field => {
    const field = at + 2 + index * field_bytes;
    const type = data.getUint16(field + 2, isLittle);
    const bytes = (VALUE_BYTES[type] ?? 1) * data.getUint32(field + 4, isLittle);
    const value = data.getUint32(field + 8, isLittle);
    const isShort = type === 3;
    return {
      tag: data.getUint16(field, isLittle),
      at: field,
      place: bytes > 4 ? value : undefined,
      bytes,
      value: isShort ? data.getUint16(field + 8, isLittle) : value,
    };
  });
  return { at, fields, next_at: at + 2 + count * field_bytes };
};

const isRaw = ({ fields }: Directory): boolean =>
  fields.some(
    ({ tag, value }) =>
      RAW.has(tag) ||
      (tag === COMPRESSION && !PLAIN_COMPRESSION.has(value)) ||
      (tag === PHOTOMETRIC && value > photometric_max),
  );

/** @throws Broken, RangeError */
const blankTiff = (bytes: Uint8Array<ArrayBuffer>): void => {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isTiff(data)) throw new Broken();
  const isLittle = data.getUint16(0) === 0x4949;
  const directories: Directory[] = [];
  for (let at = data.getUint32(4, isLittle); at !== 0; ) {
    if (directories.length > directories_max) throw new Broken();
    const directory = readDirectory(data, isLittle, at);
    if (isRaw(directory)) throw new Broken();
    directories.push(directory);
    at = data.getUint32(directory.next_at, isLittle);
  }
  if (directories.length === 0) throw new Broken();
  const blankValue = ({ place, bytes: size }: Field) => {
    if (place !== undefined) bytes.fill(0, place, place + size);
  };
  const blankMetadata = (at: number, depth: number): void => {
    const { fields, next_at } = readDirectory(data, isLittle, at);
    for (const field of fields) {
      if (METADATA.has(field.tag) && depth < 3) blankMetadata(field.value, depth + 1);
      blankValue(field);
    }
    bytes.fill(0, at, next_at + 4);
  };
  for (const { at, fields, next_at } of directories) {
    const kept = fields.filter(({ tag }) => KEPT.has(tag));
    const next = data.getUint32(next_at, isLittle);
    for (const field of fields) {
      if (KEPT.has(field.tag)) continue;
      if (METADATA.has(field.tag)) blankMetadata(field.value, 0);
      blankValue(field);
    }
    // They move together, and what told of the next directory follows them.
    kept.forEach((field, index) => {
      bytes.copyWithin(at + 2 + index * field_bytes, field.at, field.at + field_bytes);
    });
    const end = at + 2 + kept.length * field_bytes;
    data.setUint16(at, kept.length, isLittle);
    bytes.fill(0, end, next_at + 4);
    data.setUint32(end, next, isLittle);
  }
};

/** Null for a raw picture, and for what is none: then nothing of it was taken out. */
export const stripTiff = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null => {
  const copy = bytes.slice();
  try {
    blankTiff(copy);
    return copy;
  } catch (error) {
    if (error instanceof Broken || error instanceof RangeError) return null;
    throw error;
  }
};
