// The connections that have proven nothing yet: how many, of whom, and until when.
import { createNetworkCounts } from '../addresses/network-counts';
import type { RelayLimits } from '../limits';
import type { RelayStats } from '../stats';
import type { StreamSocket } from './stream';

interface Options {
  limits: RelayLimits;
  stats: RelayStats;
  /** ms */
  now(): number;
}

export const createUnprovenConnections = ({ limits, stats, now }: Options) => {
  const deadlines = new Map<StreamSocket, { until: number; network: string }>();
  const perNetwork = createNetworkCounts();
  const leave = (socket: StreamSocket) => {
    const one = deadlines.get(socket);
    if (one === undefined) return;
    deadlines.delete(socket);
    perNetwork.change(one.network, -1);
  };
  return {
    enter(socket: StreamSocket, network: string): void {
      leave(socket);
      perNetwork.change(network, 1);
      deadlines.set(socket, { until: now() + limits.unproven_connection_ms, network });
    },
    leave,
    /** Whether there is room for one more of that network. */
    hasRoom: (network: string): boolean =>
      deadlines.size < limits.unproven_connections &&
      perNetwork.of(network) < limits.unproven_connections_per_address,
    /** Closes those whose time is over. */
    sweep(): void {
      for (const [socket, { until }] of deadlines) {
        if (until > now()) continue;
        stats.refused.connections += 1;
        leave(socket);
        socket.close();
      }
    },
  };
};

export type UnprovenConnections = ReturnType<typeof createUnprovenConnections>;
