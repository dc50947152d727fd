// Crops a square out of a picture. Lengths are in pixels of that square.
import { avatar_side_px_max } from '../../../protocol/upload-limits';

export interface Size {
  width: number;
  height: number;
}

/** `zoom` is 1 if the picture just fills the square; x and y are the offset of its centre. */
export interface Frame {
  zoom: number;
  x: number;
  y: number;
}

export const frame_px = avatar_side_px_max;

/** Applies the camera's orientation. @throws if the browser can't read it */
export const readPicture = (file: Blob): Promise<ImageBitmap> =>
  createImageBitmap(file, { imageOrientation: 'from-image' });

const scaleOf = ({ width, height }: Size, zoom: number) =>
  (frame_px * zoom) / Math.min(width, height);

/** Keeps the square filled: no edge of the picture comes inside it. */
const held = (size: Size, { zoom, x, y }: Frame): Frame => {
  const scale = scaleOf(size, zoom);
  const slack = (length: number) => Math.max(0, (length * scale - frame_px) / 2);
  const within = (value: number, most: number) => Math.min(most, Math.max(0 - most, value));
  return { zoom, x: within(x, slack(size.width)), y: within(y, slack(size.height)) };
};

export const centred = (size: Size): Frame => held(size, { zoom: 1, x: 0, y: 0 });

export const moved = (size: Size, frame: Frame, x: number, y: number): Frame =>
  held(size, { ...frame, x: frame.x + x, y: frame.y + y });

/** Zooms around the centre. */
export const zoomed = (size: Size, frame: Frame, zoom: number): Frame => {
  const by = zoom / frame.zoom;
  return held(size, { zoom, x: frame.x * by, y: frame.y * by });
};

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export const drawFrame = (context: Context, picture: ImageBitmap, frame: Frame, side: number) => {
  const scale = scaleOf(picture, frame.zoom) * (side / frame_px);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const middle = (at: number) => side / 2 + (at * side) / frame_px;
  context.clearRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    picture,
    middle(frame.x) - width / 2,
    middle(frame.y) - height / 2,
    width,
    height,
  );
};

/** The square as a WebP picture. */
export const square = (picture: ImageBitmap, frame: Frame): Promise<Blob> => {
  const canvas = new OffscreenCanvas(frame_px, frame_px);
  const context = canvas.getContext('2d');
  if (context) drawFrame(context, picture, frame, frame_px);
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
};
