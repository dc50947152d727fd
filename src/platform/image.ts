// Avatars: whatever picture comes in, one small WebP without metadata goes out.
import { Refusal } from '../protocol/errors';
import { avatar_pixels_max, avatar_side_px_max } from '../protocol/limits';

const startsWith = (bytes: Uint8Array, ascii: string, offset = 0) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .subarray(offset, offset + ascii.length)
    .equals(Buffer.from(ascii, 'latin1'));

const isPicture = (bytes: Uint8Array) =>
  startsWith(bytes, '\x89PNG\r\n\x1a\n') ||
  startsWith(bytes, '\xff\xd8\xff') ||
  startsWith(bytes, 'GIF87a') ||
  startsWith(bytes, 'GIF89a') ||
  (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8));

const IMAGE_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);

/** VP8X flags of RFC 9649, 2.7: what was taken out must not be announced. */
const alpha_flag = 0x10;

/**
 * Keeps the chunks that make the picture (RFC 9649). The encoder carries the source's colour
 * profile over, which can name a device, or hold anything at all.
 */
const withoutMetadata = (webp: Uint8Array): Uint8Array => {
  const source = Buffer.from(webp);
  const kept: Buffer[] = [source.subarray(0, 12)];
  for (let at = 12; at + 8 <= source.length; ) {
    const size = source.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    const name = source.toString('latin1', at, at + 4);
    if (IMAGE_CHUNKS.has(name)) {
      const chunk = source.subarray(at, end);
      if (name === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & alpha_flag, 8);
      kept.push(chunk);
    }
    at = end;
  }
  const out = Buffer.concat(kept);
  out.writeUInt32LE(out.length - 8, 4);
  return out;
};

/**
 * PNG, JPEG, WebP or GIF (the first frame), by its bytes, as WebP within 512 × 512 px, upright.
 * @throws fileTypeUnsupported, also for a picture that is broken or has too many pixels.
 */
export const toAvatar = async (bytes: Uint8Array): Promise<Uint8Array> => {
  if (!isPicture(bytes)) throw new Refusal('fileTypeUnsupported');
  try {
    const webp = await new Bun.Image(bytes, { maxPixels: avatar_pixels_max })
      .resize(avatar_side_px_max, avatar_side_px_max, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .bytes();
    return withoutMetadata(webp);
  } catch {
    throw new Refusal('fileTypeUnsupported');
  }
};
