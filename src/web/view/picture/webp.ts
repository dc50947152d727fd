// Removes the metadata of a WebP file (RFC 9649).
import { orientationOf, orientationTiff } from './exif';
import { textAt } from './header';
import type { Stripped } from './stripped';
import { Broken } from './stripped';

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Of the flags in VP8X. */
const [ANIMATION, XMP, EXIF] = [0x02, 0x04, 0x08];

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

const chunk = (type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(8 + payload.length + (payload.length % 2));
  bytes.set(letters(type));
  new DataView(bytes.buffer).setUint32(4, payload.length, true);
  bytes.set(payload, 8);
  return bytes;
};

const file = (chunks: Uint8Array<ArrayBuffer>[], hasExif: boolean): Uint8Array<ArrayBuffer>[] => {
  const told = chunks.map((each) => {
    if (textAt(each, 0, 4) !== 'VP8X') return each;
    const copy = each.slice();
    copy[8] = ((copy[8] ?? 0) & ~(XMP | EXIF)) | (hasExif ? EXIF : 0);
    return copy;
  });
  const head = new Uint8Array(12);
  head.set([...letters('RIFF'), 0, 0, 0, 0, ...letters('WEBP')]);
  const size = told.reduce((sum, each) => sum + each.length, 4);
  new DataView(head.buffer).setUint32(4, size, true);
  return [head, ...told];
};

/** @throws Broken */
export const stripWebp = (bytes: Uint8Array<ArrayBuffer>): Stripped => {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let [orientation, isAnimated, hasPicture] = [1, false, false];
  // What follows is not part of the picture.
  const over = Math.min(bytes.length, 8 + data.getUint32(4, true));
  for (let at = 12; at + 8 <= over; ) {
    const size = data.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > over) throw new Broken();
    const type = textAt(bytes, at, 4);
    if (type === 'EXIF') {
      const payload = bytes.subarray(at + 8, at + 8 + size);
      orientation = orientationOf(textAt(payload, 0, 4) === 'Exif' ? payload.subarray(6) : payload);
    }
    if (type === 'VP8X') isAnimated = ((bytes[at + 8] ?? 0) & ANIMATION) !== 0;
    if (KEPT.has(type)) chunks.push(bytes.subarray(at, end));
    hasPicture ||= ['VP8 ', 'VP8L', 'ANMF'].includes(type);
    at = end;
  }
  if (!hasPicture) throw new Broken();
  const rotated = () => file([...chunks, chunk('EXIF', orientationTiff(orientation))], true);
  return { plain: file(chunks, false), rotated, orientation, isAnimated };
};
