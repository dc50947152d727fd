// The one thing of EXIF that a picture needs: how it is rotated. CIPA DC-008 (Exif 2.32), TIFF 6.0.

const ORIENTATION = 0x0112;
const SHORT = 3;

/** From 1 (as stored) to 8; 1 also if it cannot be read. `tiff`: what follows `Exif\0\0`. */
export const orientationOf = (tiff: Uint8Array): number => {
  const data = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const isLittle = data.getUint16(0) === 0x4949;
  const start = data.getUint32(4, isLittle);
  if (start + 2 > tiff.length) return 1;
  const count = data.getUint16(start, isLittle);
  for (let i = 0; i < count; i += 1) {
    const at = start + 2 + i * 12;
    if (at + 12 > tiff.length) return 1;
    if (data.getUint16(at, isLittle) !== ORIENTATION) continue;
    const value = data.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
};

/** A TIFF with only that field. */
export const orientationTiff = (orientation: number): Uint8Array<ArrayBuffer> => {
  const data = new DataView(new ArrayBuffer(26));
  data.setUint32(0, 0x4d4d002a);
  data.setUint32(4, 8);
  data.setUint16(8, 1);
  data.setUint16(10, ORIENTATION);
  data.setUint16(12, SHORT);
  data.setUint32(14, 1);
  data.setUint16(18, orientation);
  return new Uint8Array(data.buffer);
};
