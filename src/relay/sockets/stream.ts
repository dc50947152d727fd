// What goes out on a TCP connection: frames whole or not at all. Media waits for nobody; an answer
// waits behind the frame that a slow reader has begun to read.
import { waiting_bytes_max } from '../limits';

export interface StreamSocket {
  /** How many bytes it took; below 0: it is closed. */
  write(bytes: Buffer): number;
  /** At once: nobody is waited for. */
  close(): void;
}

export const createOutgoing = (socket: StreamSocket, lost: () => void) => {
  let waiting: Buffer | undefined;

  const write = (bytes: Buffer) => {
    const written = Math.max(0, socket.write(bytes));
    if (written < bytes.length) waiting = Buffer.from(bytes.subarray(written));
  };
  return {
    media(bytes: Buffer): void {
      if (waiting === undefined) write(bytes);
      else lost();
    },
    answer(bytes: Buffer): void {
      if (waiting === undefined) write(bytes);
      else if (waiting.length + bytes.length <= waiting_bytes_max) {
        waiting = Buffer.concat([waiting, bytes]);
      } else lost();
    },
    /** The socket takes more. */
    drain(): void {
      const bytes = waiting;
      waiting = undefined;
      if (bytes !== undefined) write(bytes);
    },
  };
};
