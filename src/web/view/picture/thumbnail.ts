// Makes the thumbnail that travels inside the message and is shown before the file is loaded.
import { pictureThumbnail } from '../message/thumbnail';
import type { Size } from './header';
import { fitted } from './redraw';

const side_px = 40;

const asDataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

/** Undefined if a reader would not show it. */
export const thumbnailOf = async (source: CanvasImageSource, size: Size) => {
  const { width, height } = fitted(size, side_px);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 });
  return pictureThumbnail(await asDataUrl(blob)) ?? undefined;
};

/** With the displayed size; null if this browser cannot draw it. */
export const makeThumbnail = async (file: Blob) => {
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const preview = await thumbnailOf(picture, picture);
    picture.close();
    return { preview, width, height };
  } catch {
    return null;
  }
};
