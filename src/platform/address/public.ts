// Which addresses are of the public internet (IANA's registries of special-purpose addresses).
import { BlockList, isIP } from 'node:net';
import { addressOf, bytesOf } from './bytes';

const special = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, bits, 'ipv4');
}

/** The IPv4 address behind one of NAT64 (RFC 6052, 2.1). */
const behindNat64 = (bytes: Uint8Array): string | undefined => {
  const prefix = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  const isBehind = prefix.every((byte, i) => bytes[i] === byte);
  return isBehind ? addressOf(bytes.subarray(prefix.length)) : undefined;
};

/** Global unicast (2000::/3), but for what is set aside there: protocols, documents, 6to4. */
const isPublicIpv6 = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = [0, 2].map(
    (at) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0),
  );
  if (first >> 13 !== 1) return false;
  if (first === 0x2001) return second >= 0x200 && second !== 0xdb8;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
};

/** False for whatever is no address. */
export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  const bytes = bytesOf(address);
  const ipv4 = bytes.length === 4 ? addressOf(bytes) : behindNat64(bytes);
  return ipv4 === undefined ? isPublicIpv6(bytes) : isPublic(ipv4);
};
