// Where a request comes from: the peer, or what a trusted proxy says.
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config/config';
import { addressOf, bytesOf, plainAddress } from '../platform/address/bytes';
import { networkOf } from '../platform/address/network';

type Settings = Pick<Config, 'trust_proxy' | 'public_url' | 'tls_cert'>;

export interface Peer {
  requestIP(request: Request): { address: string; port?: number } | null;
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** One spelling for each address; IPv4 in IPv6 (RFC 4291, 2.5.5.2) is the same client. */
const plain = (address: string): string => {
  const dotted = plainAddress(address);
  return isIP(dotted) === 6 ? addressOf(bytesOf(dotted)) : dotted;
};

/** Of who is connected; '' once the connection is gone. */
export type PeerAddress = (request: Request, server: Peer | null) => string;

export const directPeer: PeerAddress = (request, server) =>
  plain(server?.requestIP(request)?.address ?? '');

/**
 * Behind the program's own TLS front every connection comes from this machine, and the front knows
 * whose it is. `''` for a connection that is not the front's.
 */
export const peerBehind =
  (addressOf: (local_port: number) => string | undefined): PeerAddress =>
  (request, server) =>
    plain(addressOf(server?.requestIP(request)?.port ?? 0) ?? '');

/** What a proxy wrote: some add the port, and brackets if the address has colons. */
const hopOf = (text: string): string => {
  const bare = text.trim();
  const [, inner] = /^\[(.*)\](?::\d+)?$/.exec(bare) ?? /^([\d.]+):\d+$/.exec(bare) ?? [];
  return plain(inner ?? bare);
};

const trustedBy = (trust_proxy: string[]) => {
  const trusted = new BlockList();
  for (const network of trust_proxy) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (address: string) => isIP(address) !== 0 && trusted.check(address, familyOf(address));
};

/** From a list that each proxy appends to, the entry of the one next to the client. */
const firstOf = (header: string | null): string | undefined =>
  header?.split(',')[0]?.trim().toLowerCase() || undefined;

/** Some proxies use the scheme of the WebSocket itself. */
const PROTOCOLS = new Map<string, 'http:' | 'https:'>([
  ['http', 'http:'],
  ['ws', 'http:'],
  ['https', 'https:'],
  ['wss', 'https:'],
]);

interface Forwarded {
  host?: string | undefined;
  protocol?: 'http:' | 'https:' | undefined;
  /** Whether every hop used this protocol. */
  isAllTheWay?: boolean;
}

/** The address that the client used, if a trusted proxy reports it. */
export const createForwarded = (
  trust_proxy: string[],
  peerAddress: PeerAddress = directPeer,
): ((request: Request, server: Peer | null) => Forwarded) => {
  const isTrusted = trustedBy(trust_proxy);
  // Without a trusted proxy there is nothing to check for each request.
  if (trust_proxy.length === 0) return () => ({});
  return (request: Request, server: Peer | null): Forwarded => {
    if (!isTrusted(peerAddress(request, server))) return {};
    const protocols = request.headers.get('x-forwarded-proto');
    return {
      host: firstOf(request.headers.get('x-forwarded-host')),
      protocol: PROTOCOLS.get(firstOf(protocols) ?? ''),
      isAllTheWay: protocols?.includes(',') === false,
    };
  };
};

/** Whether a client came by https: to this server, or to a trusted proxy. */
export const createIsSecure = (
  { trust_proxy, public_url, tls_cert }: Settings,
  peerAddress: PeerAddress = directPeer,
) => {
  const forwarded = createForwarded(trust_proxy, peerAddress);
  const isAlways = tls_cert !== undefined || public_url?.startsWith('https:') === true;
  return (request: Request, server: Peer | null): boolean => {
    if (isAlways) return true;
    const { protocol, isAllTheWay } = forwarded(request, server);
    // HSTS lasts a year, so every hop must have been https.
    return protocol === 'https:' && isAllTheWay === true;
  };
};

/** X-Forwarded-For is read from its right end, and only as far as trusted proxies wrote it. */
export const createAddresses = (trust_proxy: string[], peerAddress: PeerAddress = directPeer) => {
  const isTrusted = trustedBy(trust_proxy);
  return (request: Request, server: Peer | null): string => {
    let address = peerAddress(request, server);
    const hops = (request.headers.get('x-forwarded-for') ?? '').split(',');
    while (isTrusted(address) && hops.length > 0) {
      const before = hopOf(hops.pop() ?? '');
      if (isIP(before) === 0) break;
      address = before;
    }
    return networkOf(address);
  };
};

/** Where proxies stand: on the machine itself, or in a network of its own. */
const NEAR = trustedBy([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
]);

/**
 * The address of a proxy that forwards client addresses but isn't trusted, so that all people share
 * its limits. From a public address, anybody may write such a header.
 */
export const createUnnamedProxy = (
  trust_proxy: string[],
  peerAddress: PeerAddress = directPeer,
) => {
  const isTrusted = trustedBy(trust_proxy);
  return (request: Request, server: Peer | null): string | undefined => {
    if (!request.headers.has('x-forwarded-for')) return undefined;
    const peer = peerAddress(request, server);
    return NEAR(peer) && !isTrusted(peer) ? peer : undefined;
  };
};

export type UnnamedProxy = ReturnType<typeof createUnnamedProxy>;
export type AddressOf = ReturnType<typeof createAddresses>;
export type IsSecure = ReturnType<typeof createIsSecure>;
