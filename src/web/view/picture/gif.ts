// Removes the metadata of a GIF file (GIF89a) and keeps all its frames.
import { textAt } from './header';
import type { Stripped } from './stripped';
import { Broken } from './stripped';

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [CONTROL, APPLICATION] = [0xf9, 0xff];
/** Kept: the loop count and the colour profile; other application blocks may hold XMP. */
const KEPT = /^(?:NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)$/;

const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** @throws Broken */
export const stripGif = (bytes: Uint8Array<ArrayBuffer>): Stripped => {
  const byte = (at: number): number => {
    const value = bytes[at];
    if (value === undefined) throw new Broken();
    return value;
  };
  /** Blocks of at most 255 bytes, the last one empty. */
  const endOfBlocks = (from: number): number => {
    let at = from;
    while (byte(at) !== 0) at += 1 + byte(at);
    return at + 1;
  };
  let at = 13 + tableBytes(byte(10));
  const parts = [bytes.subarray(0, at)];
  let images = 0;
  while (at < bytes.length && byte(at) !== TRAILER) {
    const start = at;
    let isKept = true;
    if (byte(at) === EXTENSION) {
      const label = byte(at + 1);
      const isOurs = label === APPLICATION && KEPT.test(textAt(bytes, at + 3, 11));
      isKept = label === CONTROL || isOurs;
      at = endOfBlocks(at + 2);
    } else if (byte(at) === IMAGE) {
      images += 1;
      at = endOfBlocks(at + 11 + tableBytes(byte(at + 9)));
    } else throw new Broken();
    if (isKept) parts.push(bytes.subarray(start, at));
  }
  if (images === 0) throw new Broken();
  parts.push(new Uint8Array([TRAILER]));
  return { plain: parts, rotated: () => parts, orientation: 1, isAnimated: images > 1 };
};
