// Reserves the space of a picture or video, so that nothing moves when it is loaded.
import type { Attachment } from '../../../model/messages/item';
import { headerSize, type Size } from '../../picture/header';
import { pictureThumbnail } from '../thumbnail';

const PICTURE: Size = { width: 1_200, height: 900 };
const VIDEO: Size = { width: 1_280, height: 720 };
/** Even a tiny video needs room for its controls. */
const video_width_px_min = 320;
/** What is longer is cut to this in the list; the viewer shows it whole. */
const side_ratio_max = 2.4;

const larger = ({ width, height }: Size, least: number): Size => {
  const by = Math.max(1, least / width);
  return { width: Math.round(width * by), height: Math.round(height * by) };
};

/** A thumbnail gives only the aspect ratio; the picture is assumed to be large. */
const formOf = (preview: string | undefined): Size | null => {
  const thumbnail = pictureThumbnail(preview);
  if (thumbnail === null) return null;
  const bytes = Uint8Array.from(atob(thumbnail.slice(thumbnail.indexOf(',') + 1)), (c) =>
    c.charCodeAt(0),
  );
  const size = headerSize(bytes);
  return size && size.width > 0 && size.height > 0 ? larger(size, PICTURE.width) : null;
};

/** From the message, else from the loaded picture, else from the thumbnail, else a usual size. */
export const displaySize = (file: Attachment, seen: Size | null): Size => {
  const { width, height, preview, type } = file;
  const isVideo = type.startsWith('video/');
  const known = width && height ? { width, height } : seen;
  if (known) return isVideo ? larger(known, video_width_px_min) : known;
  return formOf(preview) ?? (isVideo ? VIDEO : PICTURE);
};

/** The part of it that the list has room for. */
export const cutSize = ({ width, height }: Size): Size => ({
  width: Math.min(width, Math.round(height * side_ratio_max)),
  height: Math.min(height, Math.round(width * side_ratio_max)),
});

/** For the stylesheet. */
export const styleOf = ({ width, height }: Size) => ({ '--width': width, '--height': height });
