// Which addresses are of the public internet (IANA's registries of special-purpose addresses).
import { BlockList, isIP } from 'node:net';

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

/** The eight groups of an IPv6 address. */
const groupsOf = (address: string): number[] => {
  // One spelling for each: short, without dots.
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = spelled.split('::');
  const read = (text: string) => text.split(':').filter(Boolean);
  const [left, right] = [read(head), read(tail ?? '')];
  const zeros: string[] = Array(tail === undefined ? 0 : 8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
};

const startsWith = (groups: number[], ...wanted: number[]) =>
  wanted.every((group, i) => groups[i] === group);

/** The IPv4 address in an address that stands for one (RFC 4291, 2.5.5.2; RFC 6052). */
const inner = (groups: number[]): string | undefined => {
  const isMapped = startsWith(groups, 0, 0, 0, 0, 0, 0xffff);
  const isNat64 = startsWith(groups, 0x64, 0xff9b, 0, 0, 0, 0);
  if (!isMapped && !isNat64) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** Global unicast (2000::/3), but for what is set aside there: protocols, documents, 6to4. */
const isPublicIpv6 = (groups: number[]): boolean => {
  const [first = 0, second = 0] = groups;
  if (first >> 13 !== 1) return false;
  if (first === 0x2001) return second >= 0x200 && second !== 0xdb8;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
};

/** False for whatever is no address. */
export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  const groups = groupsOf(address);
  const ipv4 = inner(groups);
  return ipv4 === undefined ? isPublicIpv6(groups) : isPublic(ipv4);
};
