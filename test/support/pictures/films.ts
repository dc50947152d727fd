// Films and TIFF files as phones and scanners write them: with what nobody means to send.
import { box, latin1, SECRET, u16, u32 } from './photos';

/** A picture of one pixel, as a scanner or an editor writes it: with Exif and GPS in directories. */
export const tiffPicture = ({ isLittle = false, isRaw = false } = {}): Buffer => {
  const short = (value: number) => (isLittle ? u16(value).reverse() : u16(value));
  const long = (value: number) => (isLittle ? u32(value).reverse() : u32(value));
  const secret = latin1(`${SECRET}\0`);
  const field = (tag: number, type: number, count: number, value: Buffer) =>
    Buffer.concat([short(tag), short(type), long(count), value]);
  const one = (tag: number, value: number) =>
    field(tag, 3, 1, Buffer.concat([short(value), short(0)]));
  const directory = (fields: Buffer[], next: number) =>
    Buffer.concat([short(fields.length), ...fields, long(next)]);
  const text = (tag: number, at: number) => field(tag, 2, secret.length, long(at));
  const pixel = latin1('RGB');
  const build = (at: Record<'exif' | 'gps' | 'second' | 'secrets' | 'pixel', number>) => {
    const drawn = [one(256, 1), one(257, 1), one(259, 1), one(262, isRaw ? 32_803 : 2)];
    const first = [
      ...drawn,
      text(271, at.secrets),
      field(273, 4, 1, long(at.pixel)),
      one(274, 6),
      field(279, 4, 1, long(3)),
      text(306, at.secrets + secret.length),
      text(700, at.secrets + 2 * secret.length),
      field(34_665, 4, 1, long(at.exif)),
      field(34_853, 4, 1, long(at.gps)),
    ];
    const second = [...drawn, field(273, 4, 1, long(at.pixel)), text(315, at.secrets)];
    return [
      directory(first, at.second),
      directory([text(36_867, at.secrets + 3 * secret.length)], 0),
      directory([text(2, at.secrets + 4 * secret.length)], 0),
      directory(second, 0),
      Buffer.concat(Array(5).fill(secret)),
      pixel,
    ];
  };
  const none = { exif: 0, gps: 0, second: 0, secrets: 0, pixel: 0 };
  const starts = [8];
  for (const { length } of build(none)) starts.push((starts.at(-1) ?? 0) + length);
  const [, exif = 0, gps = 0, second = 0, secrets = 0, place = 0] = starts;
  const parts = build({ exif, gps, second, secrets, pixel: place });
  return Buffer.concat([latin1(isLittle ? 'II' : 'MM'), short(42), long(8), ...parts]);
};

/** A film of one frame, as a phone writes it: where and when, also second by second. */
export const film = (brand = 'mp42'): Buffer => {
  const full = (version = 0) => Buffer.from([version, 0, 0, 0]);
  const ftyp = box('ftyp', latin1(brand), u32(0), latin1('isom'));
  const samples = [latin1('the picture itself'), latin1(`at ${SECRET}`)];
  const mdat = box('mdat', ...samples);
  const times = Buffer.concat([full(), u32(0xe5_00_00_01), u32(0xe5_00_00_02)]);
  const track = (handler: string, place: number, bytes: number) =>
    box(
      'trak',
      box('tkhd', times, Buffer.alloc(72)),
      box(
        'mdia',
        box('mdhd', times, Buffer.alloc(12)),
        box('hdlr', full(), u32(0), latin1(handler), Buffer.alloc(13)),
        box(
          'minf',
          box(
            'stbl',
            box('stsz', full(), u32(0), u32(1), u32(bytes)),
            box('stsc', full(), u32(1), u32(1), u32(1), u32(1)),
            box('stco', full(), u32(1), u32(place)),
          ),
        ),
      ),
      box('udta', box('name', latin1(SECRET))),
    );
  const [first, second] = samples as [Buffer, Buffer];
  const start = ftyp.length + 8;
  return Buffer.concat([
    ftyp,
    mdat,
    box(
      'moov',
      box('mvhd', times, Buffer.alloc(88)),
      track('vide', start, first.length),
      track('meta', start + first.length, second.length),
      box('udta', box('\xa9xyz', latin1(SECRET)), box('\xa9nam', latin1('its title'))),
      box(
        'meta',
        box('keys', latin1('com.apple.quicktime.location.ISO6709')),
        box('ilst', latin1(SECRET)),
      ),
    ),
    box('uuid', latin1(SECRET)),
  ]);
};
