// The place of a picture or a film, the same before it is loaded, while it is, and after.
import type { ComponentChildren } from 'preact';
import type { Attachment } from '../../model/messages/item';
import { headerSize, type Size } from '../picture/header';
import { pictureThumbnail } from './thumbnail';

const PICTURE: Size = { width: 1_200, height: 900 };
const VIDEO: Size = { width: 1_280, height: 720 };
/** A film shows its buttons however small it is. */
const video_width_px_min = 320;

const larger = ({ width, height }: Size, least: number): Size => {
  const by = Math.max(1, least / width);
  return { width: Math.round(width * by), height: Math.round(height * by) };
};

/** Of a thumbnail only the form is known: the picture is taken to be a large one. */
const formOf = (preview: string | undefined): Size | null => {
  const thumbnail = pictureThumbnail(preview);
  if (thumbnail === null) return null;
  const bytes = Uint8Array.from(atob(thumbnail.slice(thumbnail.indexOf(',') + 1)), (c) =>
    c.charCodeAt(0),
  );
  const size = headerSize(bytes);
  return size && size.width > 0 && size.height > 0 ? larger(size, PICTURE.width) : null;
};

/** Said by the message; else seen once it was loaded; else as its preview is, or as most are. */
export const placeOf = (file: Attachment, seen: Size | null): Size => {
  const { width, height, preview, type } = file;
  const isVideo = type.startsWith('video/');
  const said = width && height ? { width, height } : seen;
  if (said) return isVideo ? larger(said, video_width_px_min) : said;
  return formOf(preview) ?? (isVideo ? VIDEO : PICTURE);
};

/** As the stylesheet knows it. */
export const styleOf = ({ width, height }: Size) => ({ '--width': width, '--height': height });

interface Props {
  file: Attachment;
  kind?: string;
  children: ComponentChildren;
}

export const Frame = ({ file, kind = '', children }: Props) => (
  <div class={`frame ${kind}`} style={styleOf(placeOf(file, null))}>
    {children}
  </div>
);
