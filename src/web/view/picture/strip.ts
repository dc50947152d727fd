// Pictures without what their cameras and programs note in them (place, time, device, author), the
// picture itself being the same to the bit.
import { stripGif } from './gif';
import type { Kind, Size } from './header';
import { kindOf } from './header';
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

const BY_KIND: Record<Kind, (bytes: Uint8Array<ArrayBuffer>) => Stripped> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  gif: stripGif,
  heif: stripHeif,
  bmp,
};

/** Null for what is no picture, or a broken one. */
export const strip = (bytes: Uint8Array<ArrayBuffer>): Stripped | null => {
  const kind = kindOf(bytes);
  try {
    return kind === null ? null : BY_KIND[kind](bytes);
  } catch (error) {
    // A file that is cut short ends inside a number.
    if (error instanceof Broken || error instanceof RangeError) return null;
    throw error;
  }
};

/** As bytes to be stored: it says how it is rotated only if it is rotated. */
export const partsOf = ({ plain, rotated, orientation }: Stripped): Parts =>
  orientation === 1 ? plain : rotated();

/** As it is seen; from 5 on it lies on its side. */
export const orientedSize = ({ width, height }: Size, orientation: number): Size =>
  orientation > 4 ? { width: height, height: width } : { width, height };
