// The UDP sockets of the relay: one for each address of the machine, as they come and go, and one
// more on the next port for Binding alone.
import { createIsImpossible, type IsImpossible } from '../addresses/impossible';
import type { OwnAddress } from '../addresses/own';
import type { RelayStats } from '../stats';
import type { Server } from '../turn/server';
import { createEndpoint, type Sender } from './udp';

interface Options {
  /** Where the machine has them now. */
  addresses(): Promise<OwnAddress[]>;
  port: number;
  server: Pick<Server, 'receive' | 'receiveBinding' | 'endOf'>;
  stats: RelayStats;
}

interface Open {
  isInUse(): boolean;
  close(): void;
}

interface Place extends OwnAddress {
  socket: Open;
  /** In how many looks in a row the machine did not have it. */
  missed: number;
}

/**
 * The system may leave an address out for a moment, also one that it has: while others change, or a
 * lease is renewed. What is bound to it goes on as soon as it is back.
 */
const missed_max = 2;

/** @throws the system's error */
const openSocket = async (
  hostname: string,
  port: number,
  server: Pick<Server, 'receive' | 'endOf'>,
  stats: RelayStats,
  isImpossible: IsImpossible,
): Promise<Open> => {
  let sender: Sender | undefined;
  const endpoint = createEndpoint(() => sender as Sender, server, isImpossible, stats);
  const socket = await Bun.udpSocket({
    hostname,
    port,
    socket: {
      data: (_, bytes, source_port, address) => endpoint.receive(bytes, source_port, address),
      // What the system says of a packet that was sent: nobody was there.
      error() {},
    },
  });
  sender = socket;
  return {
    isInUse: endpoint.isInUse,
    close() {
      endpoint.close();
      socket.close();
    },
  };
};

const port_max = 65_535;

/** @throws the system's error if one of them can't be had at the start */
export const openDatagrams = async ({ addresses, port, server, stats }: Options) => {
  const main = new Map<string, Place>();
  const second = new Map<string, Place>();
  let isImpossible: IsImpossible = () => true;
  const look: IsImpossible = (address, source_port) => isImpossible(address, source_port);
  const onSecond = { receive: server.receiveBinding, endOf: server.endOf };

  const closeAll = (sockets: Map<string, Place>) => {
    for (const { socket } of sockets.values()) socket.close();
    sockets.clear();
  };
  const know = async (): Promise<OwnAddress[]> => {
    const own = await addresses();
    isImpossible = createIsImpossible([...main.values(), ...own], [port, port + 1]);
    return own;
  };
  const openAll = async (
    sockets: Map<string, Place>,
    own: OwnAddress[],
    open: (address: string) => Promise<Open>,
  ) => {
    for (const one of own) {
      const socket = sockets.get(one.address)?.socket ?? (await open(one.address));
      sockets.set(one.address, { ...one, socket, missed: 0 });
    }
  };
  const openMain = (address: string) => openSocket(address, port, server, stats, look);
  const openSecond = (address: string) => openSocket(address, port + 1, onSecond, stats, look);

  const own = await know();
  try {
    await openAll(main, own, openMain);
  } catch (error) {
    closeAll(main);
    throw error;
  }
  let has_second_port = port < port_max;
  try {
    if (has_second_port) await openAll(second, own, openSecond);
  } catch {
    closeAll(second);
    has_second_port = false;
  }
  return {
    has_second_port,
    /** Some addresses may be new, some gone. */
    async lookAgain(): Promise<void> {
      const now = await know();
      for (const sockets of [main, second]) {
        for (const place of sockets.values()) {
          if (now.some(({ address }) => address === place.address)) continue;
          place.missed += 1;
          // Who has an allocation there keeps it until its time is over.
          if (place.missed < missed_max || place.socket.isInUse()) continue;
          place.socket.close();
          sockets.delete(place.address);
        }
      }
      for (const one of now) {
        // One that can't be had yet is tried again at the next look, and keeps no other waiting.
        await openAll(main, [one], openMain).catch(() => {});
        if (has_second_port) await openAll(second, [one], openSecond).catch(() => {});
      }
    },
    close(): void {
      closeAll(main);
      closeAll(second);
    },
  };
};
