// Which way is up (Exif 2.32, 4.6.4, tag 274), for formats in which the library does not look by itself.

const orientation_tag = 0x0112;

/** 1 to 8; 1, as it is, for what is no Exif block or says nothing. */
export const orientationIn = (exif: Buffer): number => {
  // Some writers begin the block as JPEG does.
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return 1;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  if (directory + 2 > tiff.length) return 1;
  const entries = u16(directory);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (u16(at) !== orientation_tag) continue;
    const orientation = u16(at + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
};

/** Degrees clockwise, then whether left and right change places. */
const TURNS: [rotate: number, isMirrored: boolean][] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [90, true],
  [90, false],
  [270, true],
  [270, false],
];

export const uprightBy = (orientation: number) => {
  const [rotate, isMirrored] = TURNS[orientation - 1] ?? [0, false];
  return { rotate, isMirrored };
};
