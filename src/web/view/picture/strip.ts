// Removes the metadata of pictures (place, time, device, author) and leaves the picture bit for bit.
import { stripGif } from './gif';
import type { PictureFormat, Size } from './header';
import { pictureFormatOf } from './header';
import { stripHeif } from './heif';
import { stripJpeg } from './jpeg';
import { stripPng } from './png';
import type { Parts, Stripped } from './stripped';
import { Broken } from './stripped';
import { stripWebp } from './webp';

const bmp = (bytes: Uint8Array<ArrayBuffer>): Stripped => ({
  plain: [bytes],
  rotated: () => [bytes],
  orientation: 1,
  isAnimated: false,
});

const BY_KIND: Record<PictureFormat, (bytes: Uint8Array<ArrayBuffer>) => Stripped> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  gif: stripGif,
  heif: stripHeif,
  bmp,
};

/** Null if it is not a picture, or a broken one. */
export const strip = (bytes: Uint8Array<ArrayBuffer>): Stripped | null => {
  const kind = pictureFormatOf(bytes);
  try {
    return kind === null ? null : BY_KIND[kind](bytes);
  } catch (error) {
    // A truncated file may end within a number.
    if (error instanceof Broken || error instanceof RangeError) return null;
    throw error;
  }
};

/** The parts to store; the orientation is included only if the picture is rotated. */
export const partsOf = ({ plain, rotated, orientation }: Stripped): Parts =>
  orientation === 1 ? plain : rotated();

/** The displayed size; orientations from 5 on swap width and height. */
export const orientedSize = ({ width, height }: Size, orientation: number): Size =>
  orientation > 4 ? { width: height, height: width } : { width, height };
