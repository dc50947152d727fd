// The half of the front that faces clients. By the first decrypted byte it knows what a connection is:
// below 4 it is STUN (RFC 8489, 5), anything else is HTTP.
import type { Socket } from 'bun';
import { unproven_connection_ms } from '../../../protocol/call-limits';
import type { Deadlines } from './deadlines';
import type { Inward } from './inward';
import { type End, finish, flush, newEnd, send, terminate } from './pipe';

/** `turn`: a port for TURN alone. */
export type Kind = 'https' | 'turn';

const stun_first_byte_max = 3;
/** Whoever sends so much after the other end was closed is not listening. */
const discarded_bytes_max = 1_024 ** 2;

/** `silent_ms`: without a first byte, the handshake counted. */
export const createOutward = (inward: Inward, deadlines: Deadlines, silent_ms: number) => {
  const begin = (kind: Kind, client: Socket<End>, bytes: Buffer): void => {
    const end = client.data;
    const isTurn = (bytes[0] ?? 0) <= stun_first_byte_max;
    const other = newEnd();
    other.other = end;
    other.unsent.push(bytes);
    end.other = other;
    end.close_at = undefined;
    client.pause();
    const { remoteAddress, remotePort } = client;
    if (isTurn && inward.turn(other, remoteAddress, remotePort)) return;
    if (isTurn || kind === 'turn') terminate(end);
    else inward.http(other, remoteAddress);
  };
  const discard = (end: End, bytes: number): void => {
    end.discarded_bytes += bytes;
    if (end.discarded_bytes > discarded_bytes_max) terminate(end);
  };
  return (kind: Kind) => ({
    open(client: Socket<End>) {
      const end = newEnd();
      end.socket = client;
      client.data = end;
      client.setNoDelay(true);
      deadlines.ends.add(end);
      deadlines.within(end, kind === 'turn' ? unproven_connection_ms : silent_ms);
    },
    data(client: Socket<End>, bytes: Buffer) {
      const { other } = client.data;
      client.data.isAwaiting = true;
      if (other === undefined) begin(kind, client, bytes);
      else if (other.isClosed) discard(client.data, bytes.byteLength);
      else send(other, bytes);
    },
    drain({ data: end }: Socket<End>) {
      const isMoving = flush(end);
      if (end.other?.isClosed !== true) return;
      if (isMoving) deadlines.leave(end);
    },
    end({ data: end }: Socket<End>) {
      if (end.other === undefined) end.socket?.end();
      else inward.ended(end);
    },
    close({ data: end }: Socket<End>, error?: Error) {
      end.isClosed = true;
      end.unsent.length = 0;
      deadlines.ends.delete(end);
      const { other } = end;
      if (other === undefined || other.isClosed) return;
      if (error !== undefined) return terminate(other);
      finish(other);
      other.socket?.resume();
    },
    error() {},
  });
};
