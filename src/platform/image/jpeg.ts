// What decoding a JPEG costs (ITU-T T.81, annex B).

export const isJpeg = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 3) === '\xff\xd8\xff';

/** Of a picture that is decoded row by row, at an eighth of its size. */
const rows_bytes_per_pixel = 4 / 64;
const coefficient_bytes = 2;

interface Cost {
  /** As its head claims. */
  pixels: number;
  bytes_per_pixel: number;
}

/**
 * A picture in one scan is reduced while it is read. One in several (progressive, or a scan for
 * each colour) must be held whole, as its coefficients.
 */
export const jpegCost = (bytes: Buffer): Cost => {
  let held = 0;
  let components = 0;
  let pixels = 0;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const size = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + size);
    const isFrame = /^c[0-35-79-bd-f]$/.test(marker.toString(16));
    if (isFrame && segment.length > 5) {
      pixels = segment.readUInt16BE(1) * segment.readUInt16BE(3);
      components = segment[5] ?? 0;
      const factors = Array.from({ length: components }, (_, index) => segment[7 + index * 3] ?? 0);
      const areas = factors.map((factor) => (factor >> 4) * (factor & 15));
      const largest =
        Math.max(...factors.map((factor) => factor >> 4)) *
        Math.max(...factors.map((factor) => factor & 15));
      const blocks = areas.reduce((sum, area) => sum + area, 0) / Math.max(1, largest);
      held = blocks * coefficient_bytes;
      if (marker === 0xc2) return { pixels, bytes_per_pixel: held + rows_bytes_per_pixel };
    }
    // The first scan: what follows is the picture itself.
    if (marker === 0xda) {
      const isHeld = (segment[0] ?? 0) < components;
      return { pixels, bytes_per_pixel: rows_bytes_per_pixel + (isHeld ? held : 0) };
    }
    at += 2 + size;
  }
  return { pixels, bytes_per_pixel: rows_bytes_per_pixel };
};
