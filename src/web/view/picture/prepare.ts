// Prepares a picture for sending: its metadata is always removed; unless the sender asks for the
// original, it is rotated upright and scaled down to the size of a screen.
import type { PreparedFile, PrepareFile } from '../../model/messages/media/prepared-files';
import { isFilm, stripFilm } from './film';
import { headerSize, type PictureFormat, pictureFormatOf, type Size, textAt } from './header';
import { measureMedia } from './media';
import { redraw, side_px_max } from './redraw';
import { orientedSize, partsOf, strip } from './strip';
import type { Stripped } from './stripped';
import { makeThumbnail } from './thumbnail';
import { stripTiff } from './tiff';

/** The largest side of a canvas that every browser supports. */
const canvas_px_max = 16_384;

const TYPES: Record<PictureFormat, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  heif: 'image/heic',
};

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** With the extension of its new type. */
export const renamed = (name: string, from: string, to: string): string =>
  from === to ? name : `${name.replace(/\.[a-z0-9]{1,5}$/i, '')}.${EXTENSIONS[to] ?? 'png'}`;

const typeOf = (kind: PictureFormat, bytes: Uint8Array): string =>
  kind === 'heif' && /^avi[fs]$/.test(textAt(bytes, 8, 4)) ? 'image/avif' : TYPES[kind];

/** Scaled unless the sender asked for the original; animations stay as they are. */
const isRedrawn = (
  kind: PictureFormat,
  size: Size | null,
  { isAnimated, orientation }: Pick<Stripped, 'isAnimated' | 'orientation'>,
): boolean => {
  if (isAnimated) return false;
  // These are not shown everywhere.
  if (kind === 'bmp' || kind === 'heif') return true;
  const isLarge = size === null || Math.max(size.width, size.height) > side_px_max;
  return isLarge || orientation !== 1;
};

const redrawn = async (
  file: File,
  bytes: Uint8Array,
  kind: PictureFormat,
  stripped: Stripped | null,
  most_px: number,
) => {
  const type = typeOf(kind, bytes);
  const { blob, width, height } = await redraw({
    source: new Blob(stripped?.plain ?? [file], { type }),
    // Of one that is not stripped the browser turns the picture, and with it what its head says.
    stored: (stripped && headerSize(bytes)) ?? undefined,
    orientation: stripped?.orientation ?? 1,
    kind,
    most_px,
  });
  const name = renamed(file.name, type, blob.type);
  return { file: new File([blob], name, { type: blob.type }), measures: { width, height } };
};

const preparePicture = async (
  file: File,
  kind: PictureFormat,
  isOriginal: boolean,
): Promise<PreparedFile> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const stripped = strip(bytes);
  const size = headerSize(bytes);
  const most_px = isOriginal ? canvas_px_max : side_px_max;
  if (stripped === null || (!isOriginal && isRedrawn(kind, size, stripped))) {
    try {
      const made = await redrawn(file, bytes, kind, stripped, most_px);
      return { ...made, preview: (await makeThumbnail(made.file))?.preview, hasMetadata: false };
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
  if (stripped === null) return { file, measures: {}, hasMetadata: true };
  const type = typeOf(kind, bytes);
  const kept = new File(partsOf(stripped), file.name, { type });
  const seen = await makeThumbnail(kept);
  const said = size && orientedSize(size, stripped.orientation);
  const { width, height } = seen ?? said ?? {};
  return {
    file: kept,
    preview: seen?.preview,
    measures: width && height ? { width, height } : {},
    hasMetadata: false,
  };
};

/** Enough to recognise its kind. */
const header_bytes = 64;
const TIFF = /^(?:II\*\0|MM\0\*)/;
/**
 * Pictures that this client can not rewrite, under whatever name and type: raw ones of some cameras,
 * JPEG XL, JPEG 2000, Photoshop's.
 */
const KEPT_WHOLE =
  /^(?:II\x55\0|II\+\0|MM\0\+|IIR[OS]|FUJIFILM|FOVb|....ftypcrx |\0\0\0\x0c(?:JXL |jP {2})|\xff[\x0a\x4f]|8BPS)/s;
/** Films of another kind than browsers and screen recorders write: AVI, AVCHD, Matroska. */
const OF_CAMERAS = /^video\/(?!webm|ogg)/;
/** A drawing as text (SVG): its metadata is what its author wrote, so that nobody is warned of it. */
const WRITTEN = /^image\/svg/;

const prepareFilm = async (file: File): Promise<PreparedFile> => {
  const stripped = await stripFilm(file);
  const kept = stripped ?? file;
  const isPlayed = /^(?:audio|video)\//.test(file.type);
  const seen = isPlayed ? await measureMedia(kept) : { measures: {} };
  return { file: kept, ...seen, hasMetadata: stripped === null };
};

const prepareTiff = async (file: File): Promise<PreparedFile> => {
  const stripped = stripTiff(new Uint8Array(await file.arrayBuffer()));
  const kept = stripped ? new File([stripped], file.name, { type: file.type }) : file;
  return { file: kept, measures: {}, hasMetadata: stripped === null };
};

export const prepareFile: PrepareFile = async (file, isOriginal) => {
  const head = new Uint8Array(await file.slice(0, header_bytes).arrayBuffer());
  const kind = pictureFormatOf(head);
  if (kind !== null) return preparePicture(file, kind, isOriginal);
  const begin = textAt(head, 0, 12);
  if (TIFF.test(begin)) return prepareTiff(file);
  if (isFilm(head)) return prepareFilm(file);
  if (!/^(?:audio|video)\//.test(file.type)) {
    // A picture of a kind that nobody here knows.
    const isUnknown = file.type.startsWith('image/') && !WRITTEN.test(file.type);
    return { file, measures: {}, hasMetadata: isUnknown || KEPT_WHOLE.test(begin) };
  }
  return { file, ...(await measureMedia(file)), hasMetadata: OF_CAMERAS.test(file.type) };
};
