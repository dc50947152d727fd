// A UDP socket of the relay. What is to be sent in one turn of the event loop goes to the system in
// one call; the clients with an allocation are known by their address, all others are new ones each time.

import { plainAddress } from '../../platform/address/bytes';
import type { IsImpossible } from '../addresses/impossible';
import type { RelayStats } from '../stats';
import type { Link, Way } from '../turn/allocation';
import type { Server } from '../turn/server';

/** Packets; beyond, they go before the turn ends. */
const batch_max = 64;
/** Of each: the bytes, the port, the address. */
const parts = 3;

type Parts = (Buffer | number | string)[];

export interface Sender {
  sendMany(packets: Parts): number;
  send(bytes: Buffer, port: number, address: string): boolean;
}

const isSent = (socket: Sender, [bytes, port, address]: Parts): boolean => {
  try {
    return socket.send(bytes as Buffer, port as number, address as string);
  } catch {
    return false;
  }
};

const sendMost = (socket: Sender, packets: Parts): number => {
  try {
    return socket.sendMany(packets) * parts;
  } catch {
    return 0;
  }
};

/**
 * The system stops at the first packet that it can't send, and says of one what happened to another
 * (ICMP): that one is tried once more, alone, and the rest goes on.
 * @returns how many were not sent
 */
export const sendAll = (socket: Sender, packets: Parts): number => {
  let lost = 0;
  let rest = packets;
  while (rest.length > 0) {
    const sent = sendMost(socket, rest);
    if (sent >= rest.length) break;
    if (!isSent(socket, rest.slice(sent, sent + parts))) lost += 1;
    rest = rest.slice(sent + parts);
  }
  return lost;
};

export interface Endpoint {
  way: Way;
  receive(bytes: Buffer, port: number, address: string): void;
  /** Somebody has an allocation by it. */
  isInUse(): boolean;
  /** Ends its allocations. */
  close(): void;
}

type Later = (act: () => void) => void;

export const createEndpoint = (
  socket: () => Sender,
  server: Pick<Server, 'receive' | 'endOf'>,
  isImpossible: IsImpossible,
  stats: RelayStats,
  later: Later = setImmediate,
): Endpoint => {
  const links = new Map<string, Map<number, Link>>();
  let batch: Parts = [];
  let isScheduled = false;

  const flush = () => {
    const packets = batch;
    batch = [];
    isScheduled = false;
    if (packets.length > 0) stats.refused.slow_reader += sendAll(socket(), packets);
  };
  const push = ({ port, address }: Link, bytes: Buffer) => {
    batch.push(bytes, port, address);
    if (batch.length >= batch_max * parts) flush();
    else if (!isScheduled) {
      isScheduled = true;
      later(flush);
    }
  };
  const way: Way = {
    isStream: false,
    answer: push,
    forward: push,
    current: (link) => links.get(link.address)?.get(link.port) ?? link,
    keep(link) {
      const ports = links.get(link.address) ?? new Map();
      links.set(link.address, ports.set(link.port, link));
    },
    release({ address, port }) {
      const ports = links.get(address);
      ports?.delete(port);
      if (ports?.size === 0) links.delete(address);
    },
  };
  return {
    way,
    receive(bytes, port, said) {
      const address = plainAddress(said);
      const known = links.get(address)?.get(port);
      if (known !== undefined) server.receive(known, bytes);
      else if (isImpossible(address, port)) stats.refused.impossible_source += 1;
      else server.receive({ way, address, port, answers: undefined, allocation: undefined }, bytes);
    },
    isInUse: () => links.size > 0,
    close() {
      for (const ports of links.values()) for (const link of ports.values()) server.endOf(link);
      batch = [];
    },
  };
};
