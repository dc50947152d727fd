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
  close(): void;
}

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
    close() {
      endpoint.close();
      socket.close();
    },
  };
};

const port_max = 65_535;

/** @throws the system's error if one of them can't be had at the start */
export const openDatagrams = async ({ addresses, port, server, stats }: Options) => {
  const main = new Map<string, Open>();
  const second = new Map<string, Open>();
  let isImpossible: IsImpossible = () => true;
  const look: IsImpossible = (address, source_port) => isImpossible(address, source_port);
  const onSecond = { receive: server.receiveBinding, endOf: server.endOf };

  const closeAll = (sockets: Map<string, Open>) => {
    for (const socket of sockets.values()) socket.close();
    sockets.clear();
  };
  const know = async (): Promise<OwnAddress[]> => {
    const own = await addresses();
    isImpossible = createIsImpossible(own, [port, port + 1]);
    return own;
  };
  const openAll = async (
    sockets: Map<string, Open>,
    own: OwnAddress[],
    open: (address: string) => Promise<Open>,
  ) => {
    for (const { address } of own) {
      if (!sockets.has(address)) sockets.set(address, await open(address));
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
        for (const [address, socket] of sockets) {
          if (now.some((one) => one.address === address)) continue;
          socket.close();
          sockets.delete(address);
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
