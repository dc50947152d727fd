// Removes the metadata of a PNG file (W3C PNG, third edition, chapter 11).
import { orientationOf, orientationTiff } from './exif';
import { textAt } from './header';
import type { Stripped } from './stripped';
import { Broken } from './stripped';

/** What is drawn, in which colours and how large, and the frames of an animation. */
const KEPT =
  /^(?:IHDR|PLTE|IDAT|IEND|tRNS|bKGD|sBIT|hIST|sPLT|pHYs|gAMA|cHRM|sRGB|iCCP|cICP|mDC[Vv]|cLL[Ii]|acTL|fcTL|fdAT)$/;

/** CRC-32 of ISO 3309, over type and data. */
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

const chunk = (type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(12 + payload.length);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, payload.length);
  bytes.set(
    [...type].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(payload, 8);
  data.setUint32(8 + payload.length, crc32(bytes.subarray(4, 8 + payload.length)));
  return bytes;
};

/** @throws Broken */
export const stripPng = (bytes: Uint8Array<ArrayBuffer>): Stripped => {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 8)];
  let [orientation, isAnimated, hasData, isOver] = [1, false, false, false];
  for (let at = 8; !isOver && at + 12 <= bytes.length; ) {
    const end = at + 12 + data.getUint32(at);
    if (end > bytes.length) break;
    const type = textAt(bytes, at + 4, 4);
    if (type === 'eXIf') orientation = orientationOf(bytes.subarray(at + 8, end - 4));
    if (KEPT.test(type)) parts.push(bytes.subarray(at, end));
    isAnimated ||= type === 'acTL';
    hasData ||= type === 'IDAT';
    isOver = type === 'IEND';
    at = end;
  }
  if (!hasData) throw new Broken();
  // After the header, before what is drawn.
  const rotated = () => parts.toSpliced(2, 0, chunk('eXIf', orientationTiff(orientation)));
  return { plain: parts, rotated, orientation, isAnimated };
};
