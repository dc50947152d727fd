import { describe, expect, test } from 'bun:test';
import { toAvatar } from '../../../src/platform/image/avatar';
import { decodePng } from '../../../src/platform/image/png';
import {
  bomb,
  chunk,
  exif,
  jpegOfSize,
  PROFILES,
  png,
  profileChunk,
  webpOfSize,
} from '../../support/pictures/pictures';

const plain = (width: number, height: number, extra: Buffer[] = []) =>
  png(width, height, () => [96, 96, 96], extra);

const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=', 'base64');
/** 16 × 16 px of one orange, in four inks as printers want them (an Adobe segment, inverted). */
const printed = Buffer.from(
  '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAJBwj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AOwGNJ9KpgAAAP/Z',
  'base64',
);
const sizeOf = (bytes: Uint8Array) => new Bun.Image(bytes).metadata();
const refusal = { refusal: 'fileTypeUnsupported' };
const tooLarge = (pixels_max: number) => ({ refusal: 'fileTooLarge', details: { pixels_max } });

describe('an avatar', () => {
  test('comes out as WebP of at most 512 pixels on the longer side', async () => {
    const wide = await toAvatar(plain(1_200, 300));
    expect(await sizeOf(wide)).toEqual({ width: 512, height: 128, format: 'webp' });
    const small = await toAvatar(plain(40, 90));
    expect(await sizeOf(small)).toEqual({ width: 40, height: 90, format: 'webp' });
  });

  test('may be PNG, JPEG, WebP or GIF', async () => {
    const source = plain(30, 20);
    const others = [
      await new Bun.Image(source).jpeg().bytes(),
      await new Bun.Image(source).webp().bytes(),
      gif,
    ];
    for (const bytes of [source, ...others]) {
      expect((await sizeOf(await toAvatar(bytes))).format).toBe('webp');
    }
  });

  test('may be a JPEG in the inks of a printer, and keeps its colour', async () => {
    const avatar = await new Bun.Image(await toAvatar(printed)).png().bytes();
    const { pixels } = decodePng(avatar);
    for (const [at, wanted] of [200, 90, 30].entries()) {
      expect(Math.abs((pixels[at] ?? 0) - wanted)).toBeLessThan(6);
    }
  });

  test('keeps nothing but the picture', async () => {
    const text = chunk('tEXt', Buffer.from('Comment\0marker-in-text', 'latin1'));
    const block = chunk('eXIf', Buffer.concat([exif(1), Buffer.from('marker-in-exif')]));
    // One that is followed, and one that is not.
    for (const profile of [PROFILES.displayP3, PROFILES.empty]) {
      const source = plain(30, 20, [profileChunk(profile), text, block]);
      const encoded = Buffer.from(await new Bun.Image(source).webp().bytes()).toString('latin1');
      expect(encoded).toContain('ICCP');
      const avatar = await toAvatar(source);
      expect(Buffer.from(avatar).toString('latin1')).not.toMatch(/marker|ICCP|EXIF|XMP /);
      expect(await sizeOf(avatar)).toEqual({ width: 30, height: 20, format: 'webp' });
    }
  });

  test('is refused with the number of pixels if it would take too much memory', async () => {
    expect(await sizeOf(await toAvatar(bomb(5_000, 5_000)))).toMatchObject({ width: 512 });
    await expect(toAvatar(bomb(5_793, 5_793))).rejects.toMatchObject(tooLarge(33_554_432));
    // Of what is packed in another way, two pictures are held.
    const packed = await new Bun.Image(plain(30, 20)).webp({ lossless: true }).bytes();
    const claiming = webpOfSize(packed, 4_097, 4_096);
    await expect(toAvatar(claiming)).rejects.toMatchObject(tooLarge(16_777_216));
  }, 300_000);

  test('is refused with the number of pixels whatever its head claims', async () => {
    const claims = Buffer.from(plain(8, 8));
    for (const [width, height] of [
      [2 ** 31 - 1, 2 ** 31 - 1],
      [2 ** 31 - 1, 1],
      [2 ** 32 - 1, 2 ** 32 - 1],
    ] as const) {
      claims.writeUInt32BE(width, 16);
      claims.writeUInt32BE(height, 20);
      claims.writeUInt32BE(Bun.hash.crc32(claims.subarray(12, 29)), 29);
      await expect(toAvatar(claims)).rejects.toMatchObject(tooLarge(33_554_432));
    }
    const jpeg = await new Bun.Image(plain(8, 8)).jpeg().bytes();
    const large = jpegOfSize(jpeg, 65_535, 65_535);
    await expect(toAvatar(large)).rejects.toMatchObject(tooLarge(120_000_000));
  });

  test('may be the JPEG of a phone, of 50 megapixels', async () => {
    const photo = await new Bun.Image(plain(640, 480)).jpeg().bytes();
    const large = jpegOfSize(photo, 8_192, 6_144);
    expect(await sizeOf(await toAvatar(large))).toMatchObject({ width: 512, height: 384 });
    const larger = jpegOfSize(photo, 12_000, 10_001);
    await expect(toAvatar(larger)).rejects.toMatchObject(tooLarge(120_000_000));
    // All of it is held if it comes in several scans.
    const scans = await new Bun.Image(plain(640, 480)).jpeg({ progressive: true }).bytes();
    expect(await sizeOf(await toAvatar(scans))).toMatchObject({ width: 512, height: 384 });
    const held = toAvatar(jpegOfSize(scans, 8_192, 6_144));
    await expect(held).rejects.toMatchObject(tooLarge(43_826_196));
  }, 300_000);

  test('is refused when it is something else or broken', async () => {
    const bmp = Buffer.from('BM'.padEnd(100, '\0'), 'latin1');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const broken = plain(30, 20).subarray(0, 40);
    for (const bytes of [bmp, svg, broken, Buffer.alloc(0), Buffer.from('/etc/passwd')]) {
      await expect(toAvatar(bytes)).rejects.toMatchObject(refusal);
    }
  });

  test('is refused or taken, and nothing else, wherever it is cut or changed', async () => {
    const source = plain(30, 20, [profileChunk(PROFILES.displayP3), chunk('eXIf', exif(6))]);
    const jpeg = await new Bun.Image(source).jpeg().bytes();
    const webp = await new Bun.Image(source).webp().bytes();
    for (const picture of [source, jpeg, webp]) {
      for (let at = 0; at < picture.length; at += 7) {
        const changed = Uint8Array.from(picture);
        changed[at] = 255 - (changed[at] ?? 0);
        for (const bytes of [picture.subarray(0, at), changed]) {
          const outcome = await toAvatar(bytes).then(
            () => 'taken',
            (error: { refusal?: string }) => error.refusal,
          );
          expect(['taken', 'fileTypeUnsupported', 'fileTooLarge']).toContain(outcome ?? 'a fault');
        }
      }
    }
  });
});
