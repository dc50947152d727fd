// Frames of a stream: STUN messages and ChannelData beside each other (RFC 8656, 12.5), as they come,
// in pieces or several at once.
import { channel_header_bytes, header_bytes } from '../stun/codes';

/** Of the frame that begins with these bytes; undefined: too few to tell; 0: it is none. */
const lengthOf = (bytes: Buffer, at: number): number | undefined => {
  if (bytes.length - at < channel_header_bytes) return undefined;
  const length = bytes.readUInt16BE(at + 2);
  const first = bytes[at] ?? 255;
  if (first < 0x40) return length % 4 === 0 ? header_bytes + length : 0;
  // ChannelData is padded, and its length doesn't count that.
  return first < 0x80 ? channel_header_bytes + length + (-length & 3) : 0;
};

/** `take` gets each whole frame, until it answers that nobody wants more. */
export const createFrames = (bytes_max: number, take: (frame: Buffer) => boolean) => {
  let begun: Buffer | undefined;
  return {
    /** False if it is no such stream, or has a frame that is too long. */
    push(chunk: Buffer): boolean {
      const bytes = begun === undefined ? chunk : Buffer.concat([begun, chunk]);
      begun = undefined;
      let at = 0;
      while (at < bytes.length) {
        const length = lengthOf(bytes, at);
        if (length === 0 || (length ?? 0) > bytes_max) return false;
        if (length === undefined || at + length > bytes.length) {
          // A copy: the rest of what came may be large.
          begun = Buffer.from(bytes.subarray(at));
          break;
        }
        if (!take(bytes.subarray(at, at + length))) break;
        at += length;
      }
      return true;
    },
  };
};
