// Two sockets as one: what comes in at one end goes out at the other, in order, no faster than it
// is read there. Of each direction at most one read is in memory; everything else waits in the
// sockets, whose senders are held up by that. Half-closed stays half-closed (RFC 9293, 3.6).
import type { Socket } from 'bun';

export interface End {
  /** Undefined: it is not connected yet. */
  socket: Socket<End> | undefined;
  /** Undefined: nobody knows yet where to. */
  other: End | undefined;
  /** Of the client, as it came: a socket that was reset knows none any more. '' for the inner end. */
  address: string;
  port: number;
  network: string;
  /** Given to it, and not taken by the system yet. */
  unsent: Uint8Array[];
  /** Nothing more will be given to it: after what is unsent comes the end. */
  isFinished: boolean;
  isClosed: boolean;
  /** What it says is HTTP, and the inner listener reads it. */
  isHttp: boolean;
  /** It sent something after the last that was given to it. */
  isAwaiting: boolean;
  /** When something was given to it for the last time, ms of `performance.now()`. */
  given_at: number;
  /** What it still sent when nobody was there for it any more. */
  discarded_bytes: number;
  /** When it is closed whatever it does, ms of `performance.now()`. Undefined: never. */
  close_at: number | undefined;
}

export const newEnd = (address = '', port = 0, network = ''): End => ({
  socket: undefined,
  other: undefined,
  address,
  port,
  network,
  unsent: [],
  isFinished: false,
  isClosed: false,
  isHttp: false,
  isAwaiting: false,
  given_at: 0,
  discarded_bytes: 0,
  close_at: undefined,
});

/** The system says that it takes more. Whether it took anything. */
export const flush = (end: End): boolean => {
  const { socket, unsent, other } = end;
  if (socket === undefined || end.isClosed) return false;
  let isMoving = false;
  for (let first = unsent[0]; first !== undefined; first = unsent[0]) {
    const taken = socket.write(first);
    if (taken > 0) isMoving = true;
    if (taken < first.byteLength) {
      if (taken > 0) unsent[0] = first.subarray(taken);
      return isMoving;
    }
    unsent.shift();
  }
  if (end.isFinished) socket.shutdown();
  else other?.socket?.resume();
  return isMoving;
};

export const send = (to: End, bytes: Uint8Array): void => {
  if (to.isClosed || to.isFinished) return;
  to.unsent.push(bytes);
  if (to.unsent.length === 1) flush(to);
  if (to.unsent.length > 0) to.other?.socket?.pause();
};

/** What was given to it goes out, and then its end. */
export const finish = (to: End): void => {
  if (to.isClosed || to.isFinished) return;
  to.isFinished = true;
  // `end` would close the other direction as well.
  if (to.unsent.length === 0) to.socket?.shutdown();
};

/** At once: what is unsent is lost, and its reader is told so by a reset. */
export const terminate = (end: End): void => {
  end.unsent.length = 0;
  end.socket?.terminate();
};
