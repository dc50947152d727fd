// Avatars: any picture becomes a small WebP without metadata, upright and in sRGB.
import { Refusal } from '../../protocol/errors';
import {
  avatar_decode_bytes_max,
  avatar_pixels_max,
  avatar_side_px_max,
} from '../../protocol/upload-limits';
import { codeOf } from '../error-code';
import { uprightBy } from './orientation';
import { type Picture, readPicture } from './picture';
import { decodePng, encodePng, profileInPng } from './png';
import { type Profile, readProfile } from './profile';
import { toSrgb } from './srgb';
import { withoutMetadata } from './webp';

/**
 * The picture within 512 × 512 px, as the PNG that the library makes of it, which carries the
 * colour profile over. @throws fileTooLarge, with how many pixels it may have.
 */
const reduce = async ({ bytes, bytes_per_pixel, pixels = 0 }: Picture): Promise<Uint8Array> => {
  const affordable = Math.floor(avatar_decode_bytes_max / bytes_per_pixel);
  const pixels_max = Math.min(avatar_pixels_max, affordable);
  if (pixels > pixels_max) throw new Refusal('fileTooLarge', { pixels_max });
  try {
    return await new Bun.Image(bytes, { maxPixels: pixels_max })
      .resize(avatar_side_px_max, avatar_side_px_max, { fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 1 })
      .bytes();
  } catch (error) {
    const isTooLarge = codeOf(error) === 'ERR_IMAGE_TOO_MANY_PIXELS';
    throw isTooLarge ? new Refusal('fileTooLarge', { pixels_max }) : error;
  }
};

/** The library leaves colours as they are: without its profile the picture would be another. */
const inSrgb = (png: Uint8Array, colours: Profile | undefined): Uint8Array => {
  const profile = colours ?? readProfile(profileInPng(png));
  if (profile === undefined) return png;
  const picture = decodePng(png);
  toSrgb(picture.pixels, profile);
  return encodePng(picture);
};

/**
 * PNG, JPEG, WebP or GIF (the first frame), by its bytes, as WebP within 512 × 512 px.
 * @throws fileTypeUnsupported, also for a picture that is broken; fileTooLarge for one that would
 * take too much memory, with `pixels_max`.
 */
export const toAvatar = async (bytes: Uint8Array): Promise<Uint8Array> => {
  try {
    const picture = readPicture(bytes);
    if (picture === undefined) throw new Refusal('fileTypeUnsupported');
    const { rotate, isMirrored } = uprightBy(picture.orientation);
    // Turned when it is small: a turn of the whole takes its memory twice.
    const small = new Bun.Image(inSrgb(await reduce(picture), picture.colours)).rotate(rotate);
    const turned = isMirrored ? small.flop() : small;
    return withoutMetadata(await turned.webp({ quality: 82 }).bytes());
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('fileTypeUnsupported');
  }
};
