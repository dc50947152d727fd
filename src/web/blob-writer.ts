// Collects bytes into one Blob. What came is handed to the browser piece by piece, which need not hold it
// in memory.
import { MIB } from '../protocol/limits';

const blob_bytes = 8 * MIB;

export const createBlobWriter = () => {
  let blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const fold = (): void => {
    blobs.push(new Blob(pieces));
    pieces = [];
    size = 0;
  };
  return {
    write(bytes: Uint8Array<ArrayBuffer>): void {
      pieces.push(bytes);
      size += bytes.byteLength;
      if (size >= blob_bytes) fold();
    },
    /** All that was written; nothing of it is held any more. */
    take(type = ''): Blob {
      fold();
      const whole = new Blob(blobs, { type });
      blobs = [];
      return whole;
    },
    clear(): void {
      blobs = pieces = [];
      size = 0;
    },
  };
};
