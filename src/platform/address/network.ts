// Which network an address is of: a network is one client.
import { isIP } from 'node:net';
import { addressOf, bytesOf, groupsOf } from './bytes';

/**
 * IPv4 as it is; of IPv6 the /64, such as "2001:db8:0:1::/64", for each host has 2^64 addresses of its
 * own. What is no address stays as it is.
 */
export const networkOf = (address: string): string => {
  if (isIP(address) !== 6) return address;
  const bytes = bytesOf(address);
  return bytes.length === 4 ? addressOf(bytes) : `${groupsOf(bytes).slice(0, 4).join(':')}::/64`;
};
