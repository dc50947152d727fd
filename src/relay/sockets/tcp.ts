// The TCP listeners of the relay: one for clients, one on loopback for the TLS front.
import type { SocketHandler } from 'bun';
import { codeOf } from '../../platform/error-code';
import type { RelayStats } from '../stats';
import type { Connections } from './connections';
import type { StreamSocket } from './stream';
import type { Connection } from './taking-over';

interface Data {
  connection: Connection;
}

type Begin = (socket: StreamSocket, address: string, port: number) => Connection;

const handlers = (begin: Begin, stats: RelayStats): SocketHandler<Data | undefined> => ({
  open(socket) {
    stats.connections += 1;
    // A frame of audio is not held back for the next one.
    socket.setNoDelay(true);
    const stream: StreamSocket = {
      write: (bytes) => socket.write(bytes),
      close: () => socket.terminate(),
    };
    const connection = begin(stream, socket.remoteAddress, socket.remotePort);
    socket.data = { connection };
  },
  data: ({ data }, chunk) => data?.connection.push(chunk),
  drain: ({ data }) => data?.connection.drain(),
  close({ data }) {
    stats.connections -= 1;
    data?.connection.gone();
  },
  error() {},
});

const listenAt = (hostname: string, port: number, begin: Begin, stats: RelayStats) =>
  Bun.listen({ hostname, port, exclusive: true, socket: handlers(begin, stats) });

/** @throws the system's error */
export const listenForClients = (
  host: string | undefined,
  port: number,
  connections: Connections,
  stats: RelayStats,
) => {
  if (host !== undefined) return listenAt(host, port, connections.accept, stats);
  try {
    return listenAt('::', port, connections.accept, stats);
  } catch (error) {
    if (['EADDRINUSE', 'EACCES'].includes(codeOf(error))) throw error;
    // A machine without IPv6.
    return listenAt('0.0.0.0', port, connections.accept, stats);
  }
};

export const listenForFront = ({ takeOver }: Connections, stats: RelayStats) =>
  listenAt('127.0.0.1', 0, takeOver, stats);
