// Avatars look as their pictures did: in colour, upright, and by their first frame.
import { expect, test } from 'bun:test';
import { toAvatar } from '../../../src/platform/image/avatar';
import {
  animated,
  type Colour,
  chunk,
  colourAt,
  exif,
  exifChunk,
  isNear,
  jpegWithExif,
  PROFILES,
  png,
  profileChunk,
} from '../../support/pictures/pictures';

const filled = (colour: Colour, profile?: Buffer) =>
  png(64, 48, () => colour, profile ? [profileChunk(profile)] : []);

const mustShow = async (picture: Uint8Array, colour: Colour, what = '') => {
  const shown = await colourAt(await toAvatar(picture), 20, 20);
  expect([what, shown, isNear(shown, colour)]).toEqual([what, shown, true]);
};

/** Found by another way: the primaries of each, by D65, with no profile in between. */
const IN_SRGB: [keyof typeof PROFILES, Colour, Colour][] = [
  ['displayP3', [200, 120, 90], [213, 115, 83]],
  ['displayP3', [60, 180, 75], [0, 183, 57]],
  ['displayP3', [30, 40, 200], [27, 40, 208]],
  ['displayP3Table', [200, 120, 90], [213, 115, 83]],
  ['adobeRgb', [200, 120, 90], [224, 121, 88]],
  ['adobeRgb', [60, 180, 75], [0, 181, 64]],
  ['grey18', [128, 128, 128], [146, 146, 146]],
  ['displayP3', [255, 255, 255], [255, 255, 255]],
  ['displayP3', [0, 0, 0], [0, 0, 0]],
];

test('colours are those of sRGB once the profile is gone', async () => {
  for (const [name, given, expected] of IN_SRGB) {
    const source = filled(given, PROFILES[name]);
    const others = [
      await new Bun.Image(source).jpeg({ quality: 100 }).bytes(),
      await new Bun.Image(source).webp({ lossless: true }).bytes(),
    ];
    for (const picture of [source, ...others]) await mustShow(picture, expected, name);
  }
});

test('colours stay as they are without a profile, or with one that nobody can follow', async () => {
  const colour: Colour = [200, 120, 90];
  await mustShow(filled(colour), colour);
  const cut = PROFILES.displayP3.subarray(0, 200);
  for (const profile of [PROFILES.empty, PROFILES.printer, cut]) {
    await mustShow(filled(colour, profile), colour);
  }
});

const u32 = (...values: number[]) => {
  const data = Buffer.alloc(values.length * 4);
  for (const [k, value] of values.entries()) data.writeUInt32BE(value, k * 4);
  return data;
};
const cicp = (...bytes: number[]) => chunk('cICP', Buffer.from(bytes));
const gama = (value: number) => chunk('gAMA', u32(value));
const DISPLAY_P3 = chunk(
  'cHRM',
  u32(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000),
);
const OF_SRGB = chunk('cHRM', u32(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000));

test('the colours of a PNG are what it says of them in another way than by a profile', async () => {
  const given: Colour = [200, 120, 90];
  const asP3: Colour = [213, 115, 83];
  const p3 = profileChunk(PROFILES.displayP3);
  const cases: [string, Buffer[], Colour][] = [
    ['cICP, Display P3', [cicp(12, 13, 0, 1)], asP3],
    ['cICP counts before a profile', [cicp(1, 13, 0, 1), p3], given],
    ['cICP that says nothing leaves it to the profile', [cicp(2, 2, 0, 1), p3], asP3],
    ['cICP, BT.2020 of a camera', [cicp(9, 1, 0, 1)], [240, 119, 97]],
    ['cICP, linear', [cicp(1, 8, 0, 1)], [229, 182, 160]],
    ['cHRM, Display P3', [gama(45_455), DISPLAY_P3], asP3],
    ['gAMA, 1.8', [gama(55_556)], [210, 139, 109]],
    ['gAMA, 1.8, and cHRM of sRGB', [gama(55_556), OF_SRGB], [210, 139, 109]],
    ['gAMA and cHRM of sRGB', [gama(45_455), OF_SRGB], given],
    ['sRGB counts before both', [chunk('sRGB', Buffer.of(0)), gama(55_556), DISPLAY_P3], given],
    ['nonsense', [gama(0), chunk('cHRM', u32(0, 0, 0, 0, 0, 0, 0, 0))], given],
    ['cut ones', [cicp(12, 13), chunk('gAMA', Buffer.of(0))], given],
  ];
  for (const [what, chunks, shown] of cases) {
    await mustShow(
      png(64, 48, () => given, chunks),
      shown,
      what,
    );
  }
  // Of PQ (SMPTE ST 2084) the signal 0.58 is the white of paper, 203 nits.
  const white = png(64, 48, () => [148, 148, 148], [cicp(9, 16, 0, 1)]);
  await mustShow(white, [255, 255, 255], 'cICP, PQ');
  const hybrid = png(64, 48, () => [191, 191, 191], [cicp(9, 18, 0, 1)]);
  await mustShow(hybrid, [255, 255, 255], 'cICP, HLG');
  const narrow = png(64, 48, () => [235, 16, 16], [cicp(1, 13, 0, 0)]);
  await mustShow(narrow, [255, 0, 0], 'cICP, narrow range');
});

const RED: Colour = [220, 40, 40];
const GREEN: Colour = [40, 200, 40];
const BLUE: Colour = [40, 40, 220];
const WHITE: Colour = [250, 250, 250];
const CORNERS = [RED, GREEN, BLUE, WHITE];

/** Red and green above, blue and white below. */
const quarters = (extra: Buffer[] = []) =>
  png(64, 32, (x, y) => CORNERS[(x < 32 ? 0 : 1) + (y < 16 ? 0 : 2)] ?? WHITE, extra);

/** Which colour is where: above left, above right, below left, below right; and the size. */
const look = async (picture: Uint8Array) => {
  const avatar = await toAvatar(picture);
  const { width, height } = await new Bun.Image(avatar).metadata();
  const corners: number[] = [];
  for (const y of [4, height - 5]) {
    for (const x of [4, width - 5]) {
      const colour = await colourAt(avatar, x, y);
      corners.push(CORNERS.findIndex((corner) => isNear(corner, colour, 60)));
    }
  }
  return { width, height, corners };
};

test('a picture stands upright, whatever holds its orientation', async () => {
  const still = await new Bun.Image(quarters()).webp({ lossless: true }).bytes();
  const photo = await new Bun.Image(quarters()).jpeg({ quality: 100 }).bytes();
  const expected = [
    [0, 1, 2, 3],
    [1, 0, 3, 2],
    [3, 2, 1, 0],
    [2, 3, 0, 1],
    [0, 2, 1, 3],
    [2, 0, 3, 1],
    [3, 1, 2, 0],
    [1, 3, 0, 2],
  ];
  for (const [index, corners] of expected.entries()) {
    const orientation = index + 1;
    const [width, height] = orientation > 4 ? [32, 64] : [64, 32];
    for (const order of ['II', 'MM'] as const) {
      const block = exif(orientation, order);
      const jpegStyle = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]);
      const pictures = [
        jpegWithExif(photo, block),
        quarters([chunk('eXIf', block)]),
        animated([still], 64, 32, [exifChunk(block)]),
        animated([still], 64, 32, [exifChunk(jpegStyle)]),
      ];
      for (const picture of pictures) {
        expect([orientation, await look(picture)]).toEqual([
          orientation,
          { width, height, corners },
        ]);
      }
    }
  }
  for (const nonsense of [
    exif(0),
    exif(9),
    exif(6).subarray(0, 12),
    Buffer.from('II*\0\xff\xff'),
  ]) {
    expect((await look(quarters([chunk('eXIf', nonsense)]))).corners).toEqual([0, 1, 2, 3]);
  }
});

test('an animation is shown by its first frame, in its colours', async () => {
  const frame = (colour: Colour, lossless: boolean, profile?: Buffer) =>
    new Bun.Image(filled(colour, profile)).webp({ lossless, quality: 100 }).bytes();
  for (const lossless of [true, false]) {
    const frames = [await frame(RED, lossless), await frame(BLUE, lossless)];
    await mustShow(animated(frames, 64, 48), RED);
  }
  const p3 = await frame([200, 120, 90], true);
  const profile = Buffer.from(await frame([0, 0, 0], true, PROFILES.displayP3));
  const at = profile.indexOf('ICCP');
  const size = profile.readUInt32LE(at + 4);
  const chunkOfIt = profile.subarray(at, at + 8 + size + (size % 2));
  await mustShow(animated([p3], 64, 48, [chunkOfIt]), [213, 115, 83]);
  const none = animated([], 64, 48);
  await expect(toAvatar(none)).rejects.toMatchObject({ refusal: 'fileTypeUnsupported' });
});
