// Which network an address is of: one client. An IPv6 host has 2^64 addresses of its own.
import { bytesOf } from '../../platform/address/bytes';

/** IPv4 as it is; of IPv6 the /64. */
export const networkOf = (address: string): string =>
  address.includes(':') ? Buffer.from(bytesOf(address).subarray(0, 8)).toString('hex') : address;

/** How many of something each network has; those with none cost nothing. */
export const createNetworkCounts = () => {
  const counts = new Map<string, number>();
  const of = (network: string): number => counts.get(network) ?? 0;
  return {
    of,
    change(network: string, by: number): void {
      const count = of(network) + by;
      if (count === 0) counts.delete(network);
      else counts.set(network, count);
    },
  };
};
