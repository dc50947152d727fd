// The half of the front that faces clients. It takes connections as plain TCP and speaks TLS on them
// itself: one on which TLS was never begun is nobody's that the runtime's TLS listeners would close. By
// the first decrypted byte it knows what a connection is: below 4 it is STUN (RFC 8489, 5), anything
// else is HTTP.
import type { Socket } from 'bun';
import { networkOf } from '../../../platform/address/network';
import { unproven_connection_ms } from '../../../protocol/call-limits';
import { MIB } from '../../../protocol/limits';
import type { Pair } from '../certificate';
import type { Deadlines } from './deadlines';
import type { Inward } from './inward';
import { type End, finish, flush, newEnd, send, terminate } from './pipe';
import type { Silent } from './silent';

/** `turn`: a port for TURN alone. */
export type Kind = 'https' | 'turn';

const stun_first_byte_max = 3;
/** Whoever sends so much after the other end was closed is not listening. */
const discarded_bytes_max = MIB;

interface Parts {
  inward: Inward;
  deadlines: Deadlines;
  silent: Silent;
  /** Without a first byte, the handshake counted. */
  silent_ms: number;
}

export const createOutward = ({ inward, deadlines, silent, silent_ms }: Parts) => {
  const begin = (kind: Kind, client: Socket<End>, bytes: Buffer): void => {
    const end = client.data;
    const isTurn = (bytes[0] ?? 0) <= stun_first_byte_max;
    const other = newEnd();
    other.other = end;
    other.unsent.push(bytes);
    end.other = other;
    end.close_at = undefined;
    silent.leave(end);
    client.pause();
    if (isTurn && inward.turn(other, end.address, end.port)) return;
    if (isTurn || kind === 'turn') terminate(end);
    else inward.http(other, end.address);
  };
  const discard = (end: End, bytes: number): void => {
    end.discarded_bytes += bytes;
    if (end.discarded_bytes > discarded_bytes_max) terminate(end);
  };
  const handlersOf = (kind: Kind) => ({
    data(client: Socket<End>, bytes: Buffer) {
      const { other } = client.data;
      client.data.isAwaiting = true;
      if (other === undefined) begin(kind, client, bytes);
      else if (other.isClosed) discard(client.data, bytes.byteLength);
      else send(other, bytes);
    },
    drain({ data: end }: Socket<End>) {
      const isMoving = flush(end);
      if (end.isFinished && isMoving) deadlines.leave(end);
    },
    end({ data: end }: Socket<End>) {
      if (end.other === undefined) end.socket?.end();
      else inward.ended(end);
    },
    close({ data: end }: Socket<End>, error?: Error) {
      end.isClosed = true;
      end.unsent.length = 0;
      deadlines.ends.delete(end);
      silent.leave(end);
      const { other } = end;
      if (other === undefined || other.isClosed) return;
      if (error !== undefined) return terminate(other);
      finish(other);
      other.socket?.resume();
    },
    error() {},
  });
  const handlers = { https: handlersOf('https'), turn: handlersOf('turn') };
  /** Begins TLS, as its server, if there is room for one more. */
  return (kind: Kind, client: Socket<undefined>, tls: Pair): void => {
    // Undefined, whatever its type says, for one that was reset before it was taken.
    const { remoteAddress = '', remotePort } = client;
    const end = newEnd(remoteAddress, remotePort, networkOf(remoteAddress));
    if (remoteAddress === '' || !silent.enter(end)) return void client.terminate();
    client.setNoDelay(true);
    const upgrade = { isServer: true, tls, data: end, socket: handlers[kind] };
    end.socket = client.upgradeTLS(upgrade)[1];
    deadlines.ends.add(end);
    deadlines.within(end, kind === 'turn' ? unproven_connection_ms : silent_ms);
  };
};
