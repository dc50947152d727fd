// All sockets of the relay: the same port for UDP and TCP.
import { PortError, withWords } from '../../platform/port';
import { ownAddresses } from '../addresses/own';
import { addresses_every_ms, type RelayLimits, sweep_ms } from '../limits';
import type { Server } from '../turn/server';
import { createConnections } from './connections';
import { openDatagrams } from './datagrams';
import { listenForClients, listenForFront } from './tcp';

interface Options {
  host: string | undefined;
  /** 0: any that is free for both. */
  port: number;
  server: Server;
  limits: RelayLimits;
  handover_key: Uint8Array;
  now(): number;
}

const tries_max = 20;

/** @throws PortError if they can't be had, the system's error */
export const listenRelay = async (options: Options) => {
  const { host, server, limits, handover_key, now } = options;
  const { stats } = server;
  const connections = createConnections({ server, limits, stats, handover_key, now });

  const addresses = () => ownAddresses(host);
  const open = async () => {
    const tcp = listenForClients(host, options.port, connections, stats);
    try {
      return { tcp, udp: await openDatagrams({ addresses, port: tcp.port, server, stats }) };
    } catch (error) {
      tcp.stop(true);
      throw error;
    }
  };
  const openAny = async () => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await open();
      } catch (error) {
        const said = withWords(host, options.port, error);
        // The one that was free for TCP isn't for UDP.
        const isWorthATry = options.port === 0 && said instanceof PortError && tried < tries_max;
        if (!isWorthATry) throw said;
      }
    }
  };

  const { tcp, udp } = await openAny();
  const front = listenForFront(connections, stats);
  const looking = setInterval(() => udp.lookAgain().catch(() => {}), addresses_every_ms);
  const sweeping = setInterval(() => {
    server.sweep();
    connections.sweep();
  }, sweep_ms);
  return {
    port: tcp.port,
    has_second_port: udp.has_second_port,
    handover_port: front.port,
    stop(): void {
      clearInterval(looking);
      clearInterval(sweeping);
      udp.close();
      tcp.stop(true);
      front.stop(true);
    },
  };
};
