// What a picture is, by its bytes, and what the library needs to be told of it.
import { isJpeg, jpegCost } from './jpeg';
import { orientationIn } from './orientation';
import { chunksOfPng, isPng } from './png';
import { coloursOfPng } from './png-colours';
import type { Profile } from './profile';
import { isCostly, isWebp, readWebp } from './webp';

/**
 * `bytes` of one still picture; `bytes_per_pixel` is what decoding holds at its peak;
 * `orientation` is what is left to do (Exif, 1 to 8).
 */
export interface Picture {
  bytes: Uint8Array;
  bytes_per_pixel: number;
  orientation: number;
  /** As its head claims, where the library would take more than it can hold for broken. */
  pixels?: number;
  /** What its colours mean, where the library loses it. */
  colours?: Profile | undefined;
}

/** The whole picture, and of what is packed more tightly a second one beside it. */
const plain_bytes = 4;
const costly_bytes = 8;

/** @returns undefined for what is none of the four */
export const readPicture = (given: Uint8Array): Picture | undefined => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (isJpeg(bytes)) {
    // The library turns these by itself.
    return { bytes, ...jpegCost(bytes), orientation: 1 };
  }
  if (isPng(bytes)) {
    const chunks = chunksOfPng(bytes);
    const exif = chunks.find(({ name }) => name === 'eXIf')?.data;
    const header = chunks.find(({ name, data }) => name === 'IHDR' && data.length >= 8)?.data;
    return {
      bytes,
      bytes_per_pixel: plain_bytes,
      orientation: exif ? orientationIn(exif) : 1,
      pixels: header ? header.readUInt32BE(0) * header.readUInt32BE(4) : 0,
      colours: coloursOfPng(chunks),
    };
  }
  if (isWebp(bytes)) {
    const { chunks, still } = readWebp(bytes);
    const exif = chunks.find(({ name }) => name === 'EXIF')?.data;
    const bytes_per_pixel = isCostly(still) ? costly_bytes : plain_bytes;
    return { bytes: still, bytes_per_pixel, orientation: exif ? orientationIn(exif) : 1 };
  }
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined;
  return { bytes, bytes_per_pixel: costly_bytes, orientation: 1 };
};
