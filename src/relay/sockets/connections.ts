// TCP connections of clients, and of the TLS front that hands its own over. One without an allocation
// has proven nothing: there are few of those, and they are closed soon.
import { plainAddress } from '../../platform/address/bytes';
import { networkOf } from '../../platform/address/network';
import { fullBucket } from '../../platform/token-bucket';
import { frame_bytes_max, type RelayLimits } from '../limits';
import type { RelayStats } from '../stats';
import type { Link, Way } from '../turn/allocation';
import type { Server } from '../turn/server';
import { createFrames } from './frames';
import { createOutgoing, type StreamSocket } from './stream';
import { type Connection, createTakeOver, IGNORED } from './taking-over';
import { createUnprovenConnections } from './unproven-connections';

interface Options {
  server: Pick<Server, 'receive' | 'endOf'>;
  limits: RelayLimits;
  stats: RelayStats;
  /** What each handed over connection begins with. */
  handover_key: Uint8Array;
  /** ms */
  now(): number;
}

export const createConnections = (options: Options) => {
  const { server, limits, stats, handover_key, now } = options;
  const unproven = createUnprovenConnections({ limits, stats, now });

  const refuse = (socket: StreamSocket) => {
    stats.refused.connections += 1;
    socket.close();
  };

  const accept = (socket: StreamSocket, said: string, port: number): Connection => {
    const address = plainAddress(said);
    const network = networkOf(address);
    if (!unproven.hasRoom(network)) {
      refuse(socket);
      return IGNORED;
    }
    unproven.enter(socket, network);
    let isOpen = true;
    const outgoing = createOutgoing(socket, () => {
      stats.refused.slow_reader += 1;
    });
    const way: Way = {
      isStream: true,
      answer: (_, bytes) => outgoing.answer(bytes),
      forward: (_, bytes) => outgoing.media(bytes),
      current: (link) => (isOpen ? link : undefined),
      keep: () => unproven.leave(socket),
      release(_, isOver) {
        if (!isOpen) return;
        isOpen = !isOver;
        if (isOver) socket.close();
        else unproven.enter(socket, network);
      },
    };
    const answers = fullBucket(limits.proven_burst, now());
    const link: Link = { way, address, port, answers, allocation: undefined };
    const frames = createFrames(frame_bytes_max, (frame) => {
      server.receive(link, frame);
      return isOpen;
    });
    const over = () => {
      isOpen = false;
      unproven.leave(socket);
      server.endOf(link);
    };
    return {
      push(chunk) {
        if (!isOpen || frames.push(chunk)) return;
        over();
        refuse(socket);
      },
      drain: outgoing.drain,
      gone: over,
    };
  };

  return {
    /** A client's own connection. */
    accept,
    takeOver: createTakeOver({ handover_key, unproven, accept, refuse }),
    /** Closes those that proved nothing in time. */
    sweep: unproven.sweep,
  };
};

export type Connections = ReturnType<typeof createConnections>;
