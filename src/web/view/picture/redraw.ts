// Redraws a picture with the browser: upright, smaller, in sRGB. The new file has no metadata.
import type { PictureFormat, Size } from './header';
import { orientedSize } from './strip';

/** Of the longer side. */
export const side_px_max = 2_048;

export const fitted = ({ width, height }: Size, most: number): Size => {
  const by = Math.min(1, most / Math.max(width, height));
  const side = (length: number) => Math.max(1, Math.round(length * by));
  return { width: side(width), height: side(height) };
};

/** By `orientation` of EXIF, onto a canvas of `width` × `height` (as it is seen). */
const orientationMatrix = (orientation: number, { width, height }: Size): DOMMatrix2DInit => {
  const forms: Record<number, [number, number, number, number, number, number]> = {
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, width, 0],
    7: [0, -1, -1, 0, width, height],
    8: [0, -1, 1, 0, 0, height],
  };
  const [a, b, c, d, e, f] = forms[orientation] ?? [1, 0, 0, 1, 0, 0];
  return { a, b, c, d, e, f };
};

const isOpaque = (context: OffscreenCanvasRenderingContext2D, { width, height }: Size): boolean => {
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
};

const photo_quality = 0.86;
const drawing_quality = 0.92;

interface Drawing {
  /** Without any word of how it is rotated. */
  source: Blob;
  /** Undefined if its head does not say. */
  stored: Size | undefined;
  orientation: number;
  kind: PictureFormat;
  most_px: number;
}

/** @throws DOMException if the browser can not read it */
export const redraw = async ({ source, stored, orientation, kind, most_px }: Drawing) => {
  const wanted = stored && fitted(stored, most_px);
  // Made small while it is read: a phone's fifty megapixels are not held as a bitmap twice.
  const isSmaller = wanted !== undefined && stored !== undefined && wanted.width < stored.width;
  const bitmap = await createImageBitmap(
    source,
    isSmaller
      ? { resizeWidth: wanted.width, resizeHeight: wanted.height, resizeQuality: 'high' }
      : {},
  );
  const drawn = fitted(bitmap, most_px);
  const size = orientedSize(drawn, orientation);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new DOMException('no canvas', 'InvalidStateError');
  context.imageSmoothingQuality = 'high';
  context.setTransform(orientationMatrix(orientation, size));
  context.drawImage(bitmap, 0, 0, drawn.width, drawn.height);
  bitmap.close();
  const isPhoto = kind === 'jpeg' || (kind === 'heif' && isOpaque(context, size));
  // A browser that writes no WebP gives PNG instead.
  const blob = await canvas.convertToBlob(
    isPhoto
      ? { type: 'image/jpeg', quality: photo_quality }
      : { type: 'image/webp', quality: drawing_quality },
  );
  return { blob, ...size };
};
