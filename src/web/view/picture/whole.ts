// A picture that was cut off on its way to the disk: browsers show as much of it as there is, and say
// nothing where that is nothing.
import { pictureFormatOf, textAt } from './header';

const tail_bytes = 12;
/** Enough to find out whether anything is drawn. */
const look_px = 32;

/** Whether a file ends as its format wants, judged by its head and its last bytes; of others it is not known. */
export const endsWhole = (head: Uint8Array, tail: Uint8Array, size: number): boolean => {
  const format = pictureFormatOf(head);
  if (format === 'png') return textAt(tail, tail.length - 8, 4) === 'IEND';
  if (format === 'gif') return tail.at(-1) === 0x3b;
  if (format === 'jpeg') return textAt(tail, 0, tail.length).includes('\xff\xd9');
  if (format !== 'webp') return true;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return size >= 8 + view.getUint32(4, true);
};

/** Whether nothing at all of a loaded picture can be seen. */
const isEmpty = (picture: HTMLImageElement): boolean => {
  const context = new OffscreenCanvas(look_px, look_px).getContext('2d');
  if (context === null) return false;
  context.drawImage(picture, 0, 0, look_px, look_px);
  return context.getImageData(0, 0, look_px, look_px).data.every((value) => value === 0);
};

/** It was cut before anything of it: it looks like an empty frame. */
export const isCutToNothing = async (picture: HTMLImageElement, blob: Blob): Promise<boolean> => {
  const [head, tail] = await Promise.all(
    [blob.slice(0, 64), blob.slice(-tail_bytes)].map((part) => part.arrayBuffer()),
  );
  if (head === undefined || tail === undefined) return false;
  // To look at the pixels of each picture would hold up the page.
  if (endsWhole(new Uint8Array(head), new Uint8Array(tail), blob.size)) return false;
  return isEmpty(picture);
};
