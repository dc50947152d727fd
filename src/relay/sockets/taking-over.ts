// Connections that the TLS front made for its clients: the first bytes say for whom.
import { handover_bytes, readHandover } from '../handover';
import type { StreamSocket } from './stream';
import type { UnprovenConnections } from './unproven-connections';

export interface Connection {
  push(chunk: Buffer): void;
  drain(): void;
  /** It is closed. */
  gone(): void;
}

export const IGNORED: Connection = { push() {}, drain() {}, gone() {} };

/** Of nobody, until the header says whose they are. */
const HANDED_OVER = 'handed over';

interface Options {
  /** What each of them begins with. */
  handover_key: Uint8Array;
  unproven: UnprovenConnections;
  accept(socket: StreamSocket, address: string, port: number): Connection;
  refuse(socket: StreamSocket): void;
}

export const createTakeOver =
  ({ handover_key, unproven, accept, refuse }: Options) =>
  (socket: StreamSocket): Connection => {
    let header = Buffer.alloc(0);
    let inner: Connection | undefined;
    unproven.enter(socket, HANDED_OVER);

    const begin = (): Connection => {
      unproven.leave(socket);
      const client = readHandover(handover_key, header);
      if (client !== undefined) return accept(socket, client.address, client.port);
      refuse(socket);
      return IGNORED;
    };
    return {
      push(chunk) {
        if (inner !== undefined) {
          inner.push(chunk);
          return;
        }
        header = Buffer.concat([header, chunk]);
        if (header.length < handover_bytes) return;
        inner = begin();
        if (header.length > handover_bytes) inner.push(header.subarray(handover_bytes));
      },
      drain: () => inner?.drain(),
      gone() {
        unproven.leave(socket);
        inner?.gone();
      },
    };
  };
