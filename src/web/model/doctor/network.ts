// What kind of network this is: what two STUN servers (RFC 8489) at neighbouring ports see of one socket.
import { wayOf } from '../calls/ice-servers';
import type { IceServer } from '../calls/platform';
import type { Family, Nat } from './findings';
import type { Patience } from './patience';
import type { ProbePlatform } from './platform';

const default_port = 3_478;

/** Of a candidate line (RFC 8839, 5.1). */
export interface Found {
  type: string;
  address: string;
  port: number;
}

export interface Gathered {
  found: Found[];
  isComplete: boolean;
  isRefused: boolean;
}

export const parseCandidate = (text: string): Found | null => {
  const parts = /^candidate:\S+ \d+ \S+ \d+ (\S+) (\d+) typ (\w+)/.exec(text);
  if (parts === null) return null;
  const [, address = '', port = '', type = ''] = parts;
  return { type, address, port: Number(port) };
};

export interface Address {
  host: string;
  port: number;
}

/** Of a STUN or TURN address (RFC 7064, RFC 7065). */
export const addressOf = (url: string): Address => {
  const [, host = '', port] = /^\w+:(\[[^\]]*\]|[^:?]*)(?::(\d+))?/.exec(url) ?? [];
  return { host, port: port ? Number(port) : default_port };
};

/** The first that is asked over UDP, and its neighbour; a relay answers as STUN, too. */
export const stunOf = (servers: IceServer[]): { first: string; second: string } | null => {
  const urls = servers.flatMap((server) => server.urls);
  const url =
    urls.find((each) => /^stun:/i.test(each)) ?? urls.find((each) => wayOf(each) === 'udp');
  if (url === undefined) return null;
  const { host, port } = addressOf(url);
  return { first: `stun:${host}:${port}`, second: `stun:${host}:${port + 1}` };
};

interface Needs {
  platform: ProbePlatform;
}

/** What a browser finds of itself with these servers, as far as it comes in time. */
const gather = async ({ platform }: Needs, answer: Patience, urls: string[]): Promise<Gathered> => {
  const found: Found[] = [];
  let [isRefused, isComplete] = [false, false];
  const { promise: gathered, resolve } = Promise.withResolvers<void>();
  const probe = platform.openProbe(
    { servers: [{ urls }], isHidden: false },
    {
      candidate({ candidate = '' }) {
        const parsed = parseCandidate(candidate);
        if (parsed) found.push(parsed);
      },
      gathered() {
        isComplete = true;
        resolve();
      },
      refused() {
        isRefused = true;
      },
      opened: () => {},
    },
  );
  try {
    await probe.describe();
    await answer.within(gathered, () => isComplete && !isRefused);
    return { found, isComplete, isRefused };
  } finally {
    probe.close();
  }
};

const reflexive = ({ found }: Gathered): string[] => [
  ...new Set(
    found.filter(({ type }) => type === 'srflx').map(({ address, port }) => `${address} ${port}`),
  ),
];

/** A server whose answer shows what is known already gives no candidate. */
const isAnswered = (gathered: Gathered): boolean =>
  reflexive(gathered).length > 0 || (gathered.isComplete && !gathered.isRefused);

const isOpen = (gathered: Gathered): boolean => {
  const own = new Set(gathered.found.filter(({ type }) => type === 'host').map((f) => f.address));
  return gathered.found.filter(({ type }) => type === 'srflx').every((f) => own.has(f.address));
};

/** One server, its neighbour, and both by the same sockets. */
export const natOf = (first: Gathered, second: Gathered, both: Gathered): Nat => {
  if (!isAnswered(first)) return 'blocked';
  if (isOpen(first)) return 'open';
  if (!isAnswered(second)) return 'unknown';
  return reflexive(both).length > reflexive(first).length ? 'symmetric' : 'cone';
};

/** Those that are shown; a browser may hide its own addresses behind names. */
const familiesOf = ({ found }: Gathered): Family[] => {
  const addresses = found.map(({ address }) => address).filter((each) => !each.endsWith('.local'));
  const isSix = (address: string) => address.includes(':');
  return [
    ...(addresses.some((each) => !isSix(each)) ? (['ipv4'] as const) : []),
    ...(addresses.some(isSix) ? (['ipv6'] as const) : []),
  ];
};

export const lookAtNetwork = async (
  needs: Needs,
  answer: Patience,
  servers: IceServer[],
): Promise<{ nat: Nat; families: Family[] }> => {
  const stun = stunOf(servers);
  if (stun === null) return { nat: 'unknown', families: [] };
  const [first, second, both] = await Promise.all([
    gather(needs, answer, [stun.first]),
    gather(needs, answer, [stun.second]),
    gather(needs, answer, [stun.first, stun.second]),
  ]);
  return { nat: natOf(first, second, both), families: familiesOf(first) };
};
