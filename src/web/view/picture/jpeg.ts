// Removes the metadata of a JPEG file (ITU T.81, annex B; JFIF; ICC.1, annex B.4).
import { orientationOf, orientationTiff } from './exif';
import { textAt } from './header';
import type { Stripped } from './stripped';
import { Broken } from './stripped';

const [APP0, APP1, APP2, APP14, COM] = [0xe0, 0xe1, 0xe2, 0xee, 0xfe];
const [SOS, EOI] = [0xda, 0xd9];
const EXIF = 'Exif\0\0';

const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** Without the thumbnail that it may contain. */
const jfif = (segment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const bare = segment.slice(0, 18);
  bare.set([0, 16], 2);
  bare.set([0, 0], 16);
  return bare;
};

/** Kept for the colours: the ICC profile, and Adobe's marker for the colour transform. */
const keptOf = (marker: number, segment: Uint8Array<ArrayBuffer>) => {
  const begins = (text: string) => textAt(segment, 4, text.length) === text;
  if (marker === APP0) return begins('JFIF\0') && segment.length >= 18 ? jfif(segment) : null;
  if (marker === APP2) return begins('ICC_PROFILE\0') ? segment : null;
  if (marker === APP14) return begins('Adobe') ? segment : null;
  return (marker >= APP0 && marker <= 0xef) || marker === COM ? null : segment;
};

/** The end of the compressed data that starts at `from`: the first marker that is not part of it. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !isStandalone(next)) return at;
  }
  return bytes.length;
};

const orientationSegment = (orientation: number): Uint8Array<ArrayBuffer> => {
  const tiff = orientationTiff(orientation);
  const length = 2 + EXIF.length + tiff.length;
  const head = [0xff, APP1, length >> 8, length & 0xff, ...[...EXIF].map((c) => c.charCodeAt(0))];
  return new Uint8Array([...head, ...tiff]);
};

/** Drops what follows the end of the picture (other pictures, a video). @throws Broken */
export const stripJpeg = (bytes: Uint8Array<ArrayBuffer>): Stripped => {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 2)];
  let [orientation, hasScan, at, turnAt] = [1, false, 2, 1];
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) throw new Broken();
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI || isStandalone(marker)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
      if (marker === EOI) break;
      continue;
    }
    const end = at + 4 <= bytes.length ? at + 2 + data.getUint16(at + 2) : Number.NaN;
    if (!(end <= bytes.length)) throw new Broken();
    const segment = bytes.subarray(at, end);
    if (marker === APP1 && textAt(segment, 4, EXIF.length) === EXIF) {
      orientation = orientationOf(segment.subarray(4 + EXIF.length));
    }
    const kept = keptOf(marker, segment);
    if (kept) parts.push(kept);
    if (marker === APP0 && kept) turnAt = parts.length;
    at = end;
    if (marker !== SOS) continue;
    hasScan = true;
    at = endOfScan(bytes, at);
    parts.push(bytes.subarray(end, at));
  }
  if (!hasScan) throw new Broken();
  const rotated = () => parts.toSpliced(turnAt, 0, orientationSegment(orientation));
  return { plain: parts, rotated, orientation, isAnimated: false };
};
