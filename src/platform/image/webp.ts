// WebP containers (RFC 9649, 2): what is in one, its first frame, and it without metadata.

interface Chunk {
  name: string;
  data: Buffer;
}

/** Flags of the VP8X chunk (2.7). */
const animation_flag = 0x02;
const alpha_flag = 0x10;
const profile_flag = 0x20;

export const isWebp = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';

/** The last one may be cut. */
const chunksIn = (bytes: Buffer, from: number): Chunk[] => {
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const name = bytes.toString('latin1', at, at + 4);
    chunks.push({ name, data: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
};

const toWebp = (chunks: Chunk[]): Buffer => {
  const parts = chunks.flatMap(({ name, data }) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, Buffer.alloc(data.length % 2)];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};

/** `chunks` of the file; `still` the picture itself, of an animation its first frame. */
interface Webp {
  chunks: Chunk[];
  still: Buffer;
}

const frame_header_bytes = 16;

/** An animation's first frame as a picture of its own; where it lies on the canvas is left out. */
const firstFrame = (chunks: Chunk[]): Buffer | undefined => {
  const frame = chunks.find(({ name }) => name === 'ANMF')?.data;
  if (frame === undefined || frame.length < frame_header_bytes) return undefined;
  const picture = chunksIn(frame, frame_header_bytes).filter(({ name }) =>
    PICTURE_CHUNKS.has(name),
  );
  const profile = chunks.filter(({ name }) => name === 'ICCP');
  const header = Buffer.alloc(10);
  const hasAlpha = picture.some(({ name }) => name !== 'VP8 ');
  header[0] = (hasAlpha ? alpha_flag : 0) | (profile.length > 0 ? profile_flag : 0);
  // Width and height, each less one, in three bytes.
  frame.copy(header, 4, 6, 12);
  return toWebp([{ name: 'VP8X', data: header }, ...profile, ...picture]);
};

const PICTURE_CHUNKS = new Set(['VP8 ', 'VP8L', 'ALPH']);

export const readWebp = (bytes: Buffer): Webp => {
  const chunks = chunksIn(bytes, 12);
  const [first] = chunks;
  const flags = first?.name === 'VP8X' ? (first.data[0] ?? 0) : 0;
  const isMoving = (flags & animation_flag) !== 0;
  return { chunks, still: (isMoving ? firstFrame(chunks) : undefined) ?? bytes };
};

/** Whether more than the picture of 4 bytes a pixel is held while it is decoded. */
export const isCostly = (still: Buffer): boolean =>
  chunksIn(still, 12).some(({ name }) => name === 'VP8L' || name === 'ALPH');

/**
 * Keeps the chunks that make the picture. The encoder carries the source's colour profile over,
 * which can name a device, or hold anything at all.
 */
export const withoutMetadata = (webp: Uint8Array): Uint8Array => {
  const chunks = chunksIn(Buffer.from(webp), 12).filter(
    ({ name }) => PICTURE_CHUNKS.has(name) || name === 'VP8X',
  );
  for (const { name, data } of chunks) {
    // What was taken out must not be announced.
    if (name === 'VP8X') data.writeUInt8(data.readUInt8(0) & alpha_flag, 0);
  }
  return toWebp(chunks);
};
