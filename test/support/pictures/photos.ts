// Pictures as cameras and programs write them: with what nobody means to send.
import { deflateSync } from 'node:zlib';
import { chunk } from './pictures';

/** Stands for a place, a device, an author: it is in every note of the pictures made here. */
export const SECRET = '47.3769N-8.5417E';
/** In the colour profile, which has to stay. */
export const PROFILE = 'colours-of-this-screen';

export const latin1 = (text: string) => Buffer.from(text, 'latin1');
export const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
export const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A TIFF with an orientation, a maker's note and a GPS directory, of either byte order. */
export const tiff = (orientation: number, isLittle = false): Buffer => {
  const short = (value: number) => (isLittle ? u16(value).reverse() : u16(value));
  const long = (value: number) => (isLittle ? u32(value).reverse() : u32(value));
  const field = (tag: number, type: number, count: number, value: Buffer) =>
    Buffer.concat([short(tag), short(type), long(count), value]);
  const secret = latin1(`${SECRET}\0`);
  const at = 8 + 2 + 3 * 12 + 4;
  return Buffer.concat([
    latin1(isLittle ? 'II' : 'MM'),
    short(42),
    long(8),
    short(3),
    field(0x010f, 2, secret.length, long(at)),
    field(0x0112, 3, 1, Buffer.concat([short(orientation), short(0)])),
    field(0x8825, 4, 1, long(at)),
    long(0),
    secret,
  ]);
};

/** Red, green, blue and white in its four corners, so that one sees how it is turned. */
const rows = (width: number, height: number): Buffer => {
  const all = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [isRight, isLow] = [x >= width / 2, y >= height / 2];
      const colour = isLow ? (isRight ? 0xffffff : 0x0000ff) : isRight ? 0x00ff00 : 0xff0000;
      all.writeUIntBE(colour, y * (width * 3 + 1) + 1 + x * 3, 3);
    }
  }
  return all;
};

export interface Made {
  width: number;
  height: number;
  /** None if it is left out. */
  orientation?: number;
  hasMetadata?: boolean;
}

export const png = (
  { width, height, orientation, hasMetadata = true }: Made,
  extra: Buffer[] = [],
) =>
  Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('gAMA', u32(45_455)),
    ...(hasMetadata ? [chunk('tEXt', latin1(`Comment\0${SECRET}`))] : []),
    ...(hasMetadata ? [chunk('iTXt', latin1(`XML:com.adobe.xmp\0\0\0\0\0${SECRET}`))] : []),
    ...(orientation ? [chunk('eXIf', tiff(orientation))] : []),
    ...extra,
    chunk('IDAT', deflateSync(rows(width, height))),
    ...(hasMetadata ? [chunk('tIME', Buffer.alloc(7)), chunk('prVt', latin1(SECRET))] : []),
    chunk('IEND', Buffer.alloc(0)),
    ...(hasMetadata ? [latin1(SECRET)] : []),
  ]);

/** One picture after the other in the same place. */
export const apng = (size: Made) =>
  png(size, [
    chunk('acTL', Buffer.concat([u32(1), u32(0)])),
    chunk(
      'fcTL',
      Buffer.concat([u32(0), u32(size.width), u32(size.height), Buffer.alloc(8), Buffer.alloc(6)]),
    ),
  ]);

const segment = (marker: number, data: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);

/** As a phone writes it: a preview in JFIF, EXIF, XMP, two parts of a profile, and a film behind. */
export const jpeg = async (made: Made, isLittle = false): Promise<Buffer> => {
  const { orientation, hasMetadata = true } = made;
  const source = png({ width: made.width, height: made.height, hasMetadata: false });
  const bare = Buffer.from(await new Bun.Image(source).jpeg({ quality: 92 }).bytes());
  const start = bare.readUInt8(3) === 0xe0 ? 4 + bare.readUInt16BE(4) : 2;
  const icc = (number: number) =>
    segment(0xe2, latin1(`ICC_PROFILE\0${String.fromCharCode(number, 2)}${PROFILE}`));
  const notes = [
    segment(0xe1, Buffer.concat([latin1('Exif\0\0'), tiff(orientation ?? 1, isLittle)])),
    segment(0xe1, latin1(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${SECRET}</x:xmpmeta>`)),
    icc(1),
    icc(2),
    segment(0xe2, latin1(`MPF\0${SECRET}`)),
    segment(0xed, latin1(`Photoshop 3.0\0${SECRET}`)),
    segment(0xfe, latin1(SECRET)),
  ];
  const jfif = latin1('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc');
  return Buffer.concat([
    bare.subarray(0, 2),
    segment(0xe0, jfif),
    ...(hasMetadata ? notes : []),
    bare.subarray(start),
    ...(hasMetadata ? [bare, latin1(`ftypmp42${SECRET}`)] : []),
  ]);
};

const riff = (name: string, data: Buffer) => {
  const size = u32(data.length).reverse();
  return Buffer.concat([latin1(name), size, data, Buffer.alloc(data.length % 2)]);
};

export const webp = async ({ width, height, orientation }: Made): Promise<Buffer> => {
  const source = png({ width, height, hasMetadata: false });
  const bare = Buffer.from(await new Bun.Image(source).webp({ quality: 92 }).bytes());
  const side = (length: number) =>
    u32(length - 1)
      .reverse()
      .subarray(0, 3);
  const flags = Buffer.from([0x2c, 0, 0, 0]);
  const body = Buffer.concat([
    latin1('WEBP'),
    riff('VP8X', Buffer.concat([flags, side(width), side(height)])),
    riff('ICCP', latin1(PROFILE)),
    bare.subarray(12),
    riff('EXIF', tiff(orientation ?? 1)),
    riff('XMP ', latin1(SECRET)),
    riff('note', latin1(SECRET)),
  ]);
  return Buffer.concat([latin1('RIFF'), u32(body.length).reverse(), body, latin1(SECRET)]);
};

/** Two frames that run for ever, one red and one blue pixel. */
export const gif = (): Buffer => {
  const frame = [0x21, 0xf9, 4, 4, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2];
  const blocks = Buffer.concat([Buffer.from([SECRET.length]), latin1(SECRET), Buffer.from([0])]);
  return Buffer.concat([
    latin1('GIF89a'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255]),
    Buffer.from([0x21, 0xff, 11, ...latin1('NETSCAPE2.0'), 3, 1, 0, 0, 0]),
    Buffer.from([0x21, 0xfe]),
    blocks,
    Buffer.from([0x21, 0xff, 11, ...latin1('XMP DataXMP')]),
    blocks,
    Buffer.from([...frame, 0x44, 0x01, 0]),
    Buffer.from([...frame, 0x4c, 0x01, 0, 0x3b]),
    latin1(SECRET),
  ]);
};

export const box = (type: string, ...data: Buffer[]) => {
  const body = Buffer.concat(data);
  return Buffer.concat([u32(body.length + 8), latin1(type), body]);
};

/** The frame of a HEIC file: a picture, its EXIF and XMP as items of their own, nothing to see. */
export const heif = (): Buffer => {
  const full = (version: number) => Buffer.from([version, 0, 0, 0]);
  const item = (id: number, type: string) =>
    box('infe', full(2), u16(id), u16(0), latin1(type), latin1('\0'));
  const infos = [item(1, 'hvc1'), item(2, 'Exif'), item(3, 'mime')];
  const ftyp = box('ftyp', latin1('heic'), u32(0), latin1('mif1heic'));
  const data = [latin1('the picture itself'), latin1(`Exif ${SECRET}`), latin1(`XMP ${SECRET}`)];
  const build = (start: number) => {
    let at = start;
    const places = data.map((each, i) => {
      const place = Buffer.concat([u16(i + 1), u16(0), u16(1), u32(at), u32(each.length)]);
      at += each.length;
      return place;
    });
    const iloc = box('iloc', full(0), Buffer.from([0x44, 0]), u16(data.length), ...places);
    return box('meta', full(0), box('iinf', full(0), u16(infos.length), ...infos), iloc);
  };
  const start = ftyp.length + build(0).length + 8;
  return Buffer.concat([ftyp, build(start), box('mdat', ...data), box('uuid', latin1(SECRET))]);
};

/** A sound of so many seconds, as a WAV file of eight bits. */
export const silence = (seconds: number): Buffer => {
  const rate = 8_000;
  const samples = Buffer.alloc(seconds * rate, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};
