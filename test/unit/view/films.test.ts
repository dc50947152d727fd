// What films and TIFF files note of place, time and device goes; what is seen and heard stays.
import { expect, test } from 'bun:test';
import { isFilm, stripFilm } from '../../../src/web/view/picture/film';
import { prepareFile } from '../../../src/web/view/picture/prepare';
import { strip } from '../../../src/web/view/picture/strip';
import { stripTiff } from '../../../src/web/view/picture/tiff';
import { film, tiffPicture } from '../../support/pictures/films';
import { heif, latin1, SECRET } from '../../support/pictures/photos';

const bytesOf = async (file: Blob | null) =>
  Buffer.from((await file?.arrayBuffer()) ?? new ArrayBuffer());
const asFile = (bytes: Buffer, type = 'video/mp4') =>
  new File([new Uint8Array(bytes)], 'IMG_1.mov', { type });

test('a film says neither where nor when nor by what it was made, and nothing in it moves', async () => {
  for (const brand of ['mp42', 'qt  ', '3gp5']) {
    const source = film(brand);
    expect([isFilm(new Uint8Array(source)), source.includes(SECRET)]).toEqual([true, true]);
    const made = await stripFilm(asFile(source));
    expect([made?.name, made?.type]).toEqual(['IMG_1.mov', 'video/mp4']);
    const file = await bytesOf(made);
    expect(file.includes(SECRET)).toBe(false);
    expect(file.includes('quicktime.location')).toBe(false);
    expect(file.length).toBe(source.length);
    const frame = 'the picture itself';
    expect(file.indexOf(frame)).toBe(source.indexOf(frame));
    // The place of the frame is still said, and no time: of the film, its track, its pictures.
    for (const [name, count] of [
      ['mvhd', 1],
      ['tkhd', 1],
      ['mdhd', 1],
      ['stco', 1],
    ] as const) {
      expect([name, file.toString('latin1').split(name).length - 1]).toEqual([name, count]);
      const at = file.indexOf(name) + 8;
      if (name !== 'stco') expect(file.readBigUInt64BE(at)).toBe(0n);
    }
    expect((await bytesOf(await stripFilm(asFile(file)))).equals(file)).toBe(true);
  }
});

test('a sound keeps its title, and says no place', async () => {
  for (const [brand, type] of [
    ['M4A ', ''],
    ['mp42', 'audio/mp4'],
  ] as const) {
    const source = film(brand);
    const file = await bytesOf(await stripFilm(asFile(source, type)));
    expect([file.includes('its title'), file.includes('\xa9xyz', 'latin1')]).toEqual([true, false]);
    expect(file.length).toBe(source.length);
  }
});

test('a film that is cut short is said to keep its notes, or has none', async () => {
  const source = film();
  for (let length = 0; length < source.length; length += 5) {
    const made = await stripFilm(asFile(source.subarray(0, length)));
    if (made) expect((await bytesOf(made)).includes(SECRET)).toBe(false);
  }
});

test('a TIFF keeps its pictures and how they are turned, and a raw one is left to its sender', () => {
  for (const isLittle of [false, true]) {
    const source = tiffPicture({ isLittle });
    expect(source.includes(SECRET)).toBe(true);
    const file = Buffer.from(stripTiff(new Uint8Array(source)) ?? []);
    expect([file.includes(SECRET), file.length]).toEqual([false, source.length]);
    const [short, long] = isLittle
      ? ([(at: number) => file.readUInt16LE(at), (at: number) => file.readUInt32LE(at)] as const)
      : ([(at: number) => file.readUInt16BE(at), (at: number) => file.readUInt32BE(at)] as const);
    const tagsAt = (at: number) =>
      Array.from({ length: short(at) }, (_, i) => short(at + 2 + i * 12));
    const drawn = [256, 257, 259, 262];
    expect(tagsAt(8)).toEqual([...drawn, 273, 274, 279]);
    expect(file.toString('latin1', long(8 + 2 + 4 * 12 + 8)).slice(0, 3)).toBe('RGB');
    const second = long(8 + 2 + 7 * 12);
    expect([tagsAt(second), long(second + 2 + 5 * 12)]).toEqual([[...drawn, 273], 0]);
  }
  expect(stripTiff(new Uint8Array(tiffPicture({ isRaw: true })))).toBeNull();
  for (let length = 0; length < 200; length += 3) {
    const file = stripTiff(new Uint8Array(tiffPicture().subarray(0, length)));
    if (file) expect(Buffer.from(file).includes(SECRET)).toBe(false);
  }
});

test('a HEIC that took a film along leaves it behind', () => {
  const source = Buffer.concat([heif(), Buffer.from([0, 0, 0, 8 + SECRET.length])]);
  const moving = Buffer.concat([source, Buffer.from(`mpvd${SECRET}`)]);
  const stripped = Buffer.concat(strip(new Uint8Array(moving))?.plain ?? []);
  expect([stripped.length, stripped.includes(SECRET)]).toEqual([moving.length, false]);
});

test('a picture that can not be rewritten is left whole, and said to keep its notes, whatever it is called', async () => {
  const kinds = {
    'a raw one of Canon': film('crx '),
    'JPEG XL': Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1'),
    'JPEG XL, bare': Buffer.from([0xff, 0x0a, 0, 0]),
    'JPEG 2000': Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1'),
    Photoshop: latin1('8BPS\0\x01'),
  };
  for (const [kind, bytes] of Object.entries(kinds)) {
    const { file, hasMetadata } = await prepareFile(asFile(bytes, ''), false);
    expect([kind, hasMetadata, (await bytesOf(file)).equals(bytes)]).toEqual([kind, true, true]);
  }
  const { hasMetadata } = await prepareFile(asFile(latin1('plain words'), ''), false);
  expect(hasMetadata).toBe(false);
});
