// Reads kind and size from the header of a picture, without decoding it.

export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'heif';

export interface Size {
  width: number;
  height: number;
}

export const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** ISO/IEC 23008-12 and AVIF, by the brands of their first box. */
const HEIF = /^(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1|avif|avis)$/;

/** Judged by the bytes, because a name or type may be wrong. Null if it is none of these. */
export const pictureFormatOf = (bytes: Uint8Array): PictureFormat | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return 'gif';
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'webp';
  if (textAt(bytes, 4, 4) === 'ftyp' && HEIF.test(textAt(bytes, 8, 4))) return 'heif';
  return textAt(bytes, 0, 2) === 'BM' && textAt(bytes, 6, 4) === '\0\0\0\0' ? 'bmp' : null;
};

/** Start of frame of every process (ITU T.81, B.1.1.3): 0xC0 to 0xCF without DHT, JPG and DAC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const jpegSize = (bytes: Uint8Array): Size | null => {
  const data = view(bytes);
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { width: data.getUint16(at + 7), height: data.getUint16(at + 5) };
    else at += 2 + data.getUint16(at + 2);
  }
  return null;
};

const webpSize = (bytes: Uint8Array): Size | null => {
  const data = view(bytes);
  if (bytes.length < 30) return null;
  const form = textAt(bytes, 12, 4);
  if (form === 'VP8X') {
    const side = (at: number) => data.getUint16(at, true) + ((bytes[at + 2] ?? 0) << 16) + 1;
    return { width: side(24), height: side(27) };
  }
  if (form === 'VP8L') {
    const bits = data.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return {
    width: data.getUint16(26, true) & 0x3fff,
    height: data.getUint16(28, true) & 0x3fff,
  };
};

/** In pixels as stored, without the orientation. Null if the header does not say. */
export const headerSize = (bytes: Uint8Array): Size | null => {
  const kind = pictureFormatOf(bytes);
  const data = view(bytes);
  if (kind === 'jpeg') return jpegSize(bytes);
  if (kind === 'webp') return webpSize(bytes);
  if (kind === 'png' && bytes.length >= 24) {
    return { width: data.getUint32(16), height: data.getUint32(20) };
  }
  if (kind === 'gif' && bytes.length >= 10) {
    return { width: data.getUint16(6, true), height: data.getUint16(8, true) };
  }
  if (kind === 'bmp' && bytes.length >= 26) {
    return { width: Math.abs(data.getInt32(18, true)), height: Math.abs(data.getInt32(22, true)) };
  }
  return null;
};

/** A few bytes can decode to gigabytes: a larger picture, or one without a size, needs a press. */
const pixels_max = 50_000_000;
export const isModest = (head: Uint8Array): boolean => {
  const size = headerSize(head);
  return size !== null && size.width * size.height <= pixels_max;
};
