// At which addresses the relay listens: a socket on 0.0.0.0 would answer from an address that the
// system chooses, and a browser takes no answer from another address than it asked.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** One address of the machine, with the addresses by which all of its network are reached. */
export interface OwnAddress {
  address: string;
  /** Undefined for IPv6, which has none. */
  broadcast: string | undefined;
}

type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>;

const numberOf = (dotted: string): number =>
  dotted.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

const dottedOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');

const broadcastOf = ({ address, netmask, cidr }: NetworkInterfaceInfo): string | undefined => {
  // Networks of one or two addresses have none (RFC 3021).
  if (/\/3[12]$/.test(cidr ?? '')) return undefined;
  return dottedOf((numberOf(address) | ~numberOf(netmask)) >>> 0);
};

const isIpv4 = ({ family }: NetworkInterfaceInfo): boolean => family === 'IPv4';

/** Link-local IPv6 is left out: it means nothing without the name of an interface. */
const ofMachine = (interfaces: Interfaces): OwnAddress[] =>
  Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ address }) => !/^fe[89ab]/i.test(address))
    .map((info) => ({
      address: info.address,
      broadcast: isIpv4(info) ? broadcastOf(info) : undefined,
    }));

/** As the machine has them now. @throws the system's error for a name without an address */
export const ownAddresses = async (
  host: string | undefined,
  interfaces: () => Interfaces = networkInterfaces,
): Promise<OwnAddress[]> => {
  const all = ofMachine(interfaces());
  if (host === undefined || host === '::') return all;
  if (host === '0.0.0.0') return all.filter(({ address }) => isIP(address) === 4);
  const address = isIP(host) === 0 ? (await lookup(host)).address : host;
  return [all.find((own) => own.address === address) ?? { address, broadcast: undefined }];
};
