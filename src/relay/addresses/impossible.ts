// Sources that no client has, and that anybody can write into a datagram: an answer would go to
// everybody of a network, to the relay itself, or would keep the system from sending what follows.
import { isIPv4 } from 'node:net';
import type { OwnAddress } from './own';

/** 0.0.0.0/8, multicast and what is reserved above it (RFC 1122, 5771, 6890), and ff00::/8. */
const isNobody = (address: string): boolean => {
  if (!isIPv4(address)) return address === '::' || /^ff/i.test(address);
  const first = Number.parseInt(address, 10);
  return first === 0 || first >= 224;
};

export const createIsImpossible = (own: readonly OwnAddress[], own_ports: readonly number[]) => {
  const addresses = new Set(own.map(({ address }) => address));
  const broadcasts = new Set(own.map(({ broadcast }) => broadcast));
  return (address: string, port: number): boolean =>
    port === 0 ||
    isNobody(address) ||
    broadcasts.has(address) ||
    (own_ports.includes(port) && addresses.has(address));
};

export type IsImpossible = ReturnType<typeof createIsImpossible>;
