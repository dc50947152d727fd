// Addresses as bytes and as text; IPv4 in IPv6 (RFC 4291, 2.5.5.2) is IPv4.
import { isIPv4 } from 'node:net';

const readGroups = (text: string): number[] =>
  text
    .split(':')
    .filter(Boolean)
    .map((group) => Number.parseInt(group, 16));

const bytesOfIpv6 = (address: string): Uint8Array => {
  // One spelling for each: hexadecimal, without dots and zone.
  const spelled = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = spelled.split('::');
  const [left, right] = [readGroups(head), readGroups(tail ?? '')];
  const groups = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
};

const isMapped = (bytes: Uint8Array): boolean =>
  bytes.length === 16 &&
  bytes[10] === 255 &&
  bytes[11] === 255 &&
  bytes.subarray(0, 10).every((byte) => byte === 0);

/** 4 bytes or 16. @throws TypeError if it is no address */
export const bytesOf = (address: string): Uint8Array => {
  if (isIPv4(address)) return Uint8Array.from(address.split('.').map(Number));
  const bytes = bytesOfIpv6(address);
  return isMapped(bytes) ? bytes.slice(12) : bytes;
};

/** The eight hexadecimal groups of 16 bytes. */
export const groupsOf = (bytes: Uint8Array): string[] =>
  Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );

/** As the system writes it. */
export const addressOf = (bytes: Uint8Array): string => {
  const dotted = bytes.length === 4 ? bytes : isMapped(bytes) ? bytes.subarray(12) : undefined;
  if (dotted !== undefined) return dotted.join('.');
  return new URL(`http://[${groupsOf(bytes).join(':')}]`).hostname.slice(1, -1);
};

/** `::ffff:127.0.0.1`, as a socket on `::` reports an IPv4 client, is 127.0.0.1. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
