// What a picture is, by its bytes, and what the library needs to be told of it.
import { isJpeg, jpegBytesPerPixel } from './jpeg';
import { orientationIn } from './orientation';
import { chunksOfPng, isPng } from './png';
import { isCostly, isWebp, readWebp } from './webp';

/**
 * `bytes` of one still picture; `bytes_per_pixel` is what decoding holds at its peak;
 * `orientation` is what is left to do (Exif, 1 to 8).
 */
export interface Kind {
  bytes: Uint8Array;
  bytes_per_pixel: number;
  orientation: number;
}

/** The whole picture, and of what is packed more tightly a second one beside it. */
const plain_bytes = 4;
const costly_bytes = 8;

/** @returns undefined for what is none of the four */
export const kindOf = (given: Uint8Array): Kind | undefined => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (isJpeg(bytes)) {
    // The library turns these by itself.
    return { bytes, bytes_per_pixel: jpegBytesPerPixel(bytes), orientation: 1 };
  }
  if (isPng(bytes)) {
    const exif = chunksOfPng(bytes).find(({ name }) => name === 'eXIf')?.data;
    return { bytes, bytes_per_pixel: plain_bytes, orientation: exif ? orientationIn(exif) : 1 };
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
