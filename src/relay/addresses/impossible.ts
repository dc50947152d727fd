// Sources that no client has, and that anybody can write into a datagram: an answer would go to
// everybody of a network, to the relay itself, or would keep the system from sending what follows.
import { isUnusable } from '../../platform/address/unusable';
import type { OwnAddress } from './own';

export const createIsImpossible = (own: readonly OwnAddress[], own_ports: readonly number[]) => {
  const addresses = new Set(own.map(({ address }) => address));
  const broadcasts = new Set(own.map(({ broadcast }) => broadcast));
  return (address: string, port: number): boolean =>
    port === 0 ||
    isUnusable(address) ||
    broadcasts.has(address) ||
    (own_ports.includes(port) && addresses.has(address));
};

export type IsImpossible = ReturnType<typeof createIsImpossible>;
