import { describe, expect, test } from 'bun:test';
import { deflateSync } from 'node:zlib';
import { toAvatar } from '../../src/platform/image';

const chunk = (name: string, data: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(Bun.hash.crc32(body), body.length + 4);
  return out;
};

const file = (header: Buffer, rows: Buffer, extra: Buffer[] = []) =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const png = (width: number, height: number, extra: Buffer[] = []) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const rows = Buffer.alloc((width * 4 + 1) * height, 0x60);
  for (let row = 0; row < height; row += 1) rows[row * (width * 4 + 1)] = 0;
  return file(header, rows, extra);
};

/** One bit a pixel: a small file that unpacks to four bytes a pixel. */
const bomb = (width: number, height: number) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8);
  return file(header, Buffer.alloc((Math.ceil(width / 8) + 1) * height));
};

/** The smallest colour profile that passes for one, with a marker in it. */
const profile = () => {
  const icc = Buffer.alloc(160);
  icc.writeUInt32BE(160, 0);
  icc.set([4, 0x30], 8);
  icc.write('mntrRGB XYZ ', 12, 'latin1');
  icc.write('acsp', 36, 'latin1');
  icc.writeUInt32BE(1, 128);
  icc.write('desc', 132, 'latin1');
  icc.writeUInt32BE(144, 136);
  icc.writeUInt32BE(16, 140);
  icc.write('marker-in-profil', 144, 'latin1');
  const name = Buffer.from('p\0\0', 'latin1');
  return chunk('iCCP', Buffer.concat([name, deflateSync(icc)]));
};

const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=', 'base64');
const sizeOf = (bytes: Uint8Array) => new Bun.Image(bytes).metadata();
const refusal = { refusal: 'fileTypeUnsupported' };

describe('an avatar', () => {
  test('comes out as WebP of at most 512 pixels on the longer side', async () => {
    const wide = await toAvatar(png(1_200, 300));
    expect(await sizeOf(wide)).toEqual({ width: 512, height: 128, format: 'webp' });
    const small = await toAvatar(png(40, 90));
    expect(await sizeOf(small)).toEqual({ width: 40, height: 90, format: 'webp' });
  });

  test('may be PNG, JPEG, WebP or GIF', async () => {
    const source = png(30, 20);
    const others = [
      await new Bun.Image(source).jpeg().bytes(),
      await new Bun.Image(source).webp().bytes(),
      gif,
    ];
    for (const bytes of [source, ...others]) {
      expect((await sizeOf(await toAvatar(bytes))).format).toBe('webp');
    }
  });

  test('keeps nothing but the picture', async () => {
    const text = chunk('tEXt', Buffer.from('Comment\0marker-in-text', 'latin1'));
    const exif = chunk('eXIf', Buffer.from('MM\0*\0\0\0\x08\0\0marker-in-exif', 'latin1'));
    const source = png(30, 20, [profile(), text, exif]);
    const encoded = Buffer.from(await new Bun.Image(source).webp().bytes()).toString('latin1');
    expect(encoded).toContain('ICCP');
    const avatar = await toAvatar(source);
    expect(Buffer.from(avatar).toString('latin1')).not.toMatch(/marker|ICCP|EXIF|XMP /);
    expect(await sizeOf(avatar)).toEqual({ width: 30, height: 20, format: 'webp' });
    const pixels = await new Bun.Image(avatar).png().bytes();
    expect(pixels.byteLength).toBeGreaterThan(50);
  });

  test('is refused when it claims more pixels than fit into memory', async () => {
    expect(await sizeOf(await toAvatar(bomb(5_000, 5_000)))).toMatchObject({ width: 512 });
    await expect(toAvatar(bomb(5_001, 5_000))).rejects.toMatchObject(refusal);
  });

  test('is refused when it is something else or broken', async () => {
    const bmp = Buffer.from('BM'.padEnd(100, '\0'), 'latin1');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const broken = png(30, 20).subarray(0, 40);
    for (const bytes of [bmp, svg, broken, Buffer.alloc(0), Buffer.from('/etc/passwd')]) {
      await expect(toAvatar(bytes)).rejects.toMatchObject(refusal);
    }
  });
});
