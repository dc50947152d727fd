// Addresses that no machine has: nothing comes from there, and nobody is reached there.
import { isIPv4 } from 'node:net';

/** 0.0.0.0/8, multicast and what is reserved above it (RFC 1122, 5771, 6890), `::` and ff00::/8. */
export const isUnusable = (address: string): boolean => {
  if (!isIPv4(address)) return address === '::' || /^ff[0-9a-f]{0,2}:/i.test(address);
  const first = Number.parseInt(address, 10);
  return first === 0 || first >= 224;
};
