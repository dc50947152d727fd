// Who can open an address: the loopback is another machine on every machine (RFC 6761, RFC 1122), and
// private ones lead somewhere else in every network (RFC 1918, 3927, 4193, 4291, 6598, 6762, 8375).

type Reach = 'device' | 'network' | 'everyone';

const LOCAL_NAME =
  /(^[^.]+|\.(local|localdomain|lan|home|internal|intranet|corp|private|test|invalid|home\.arpa)|(^|\.)fritz\.box)$/;

const reachOf4 = ([a = 0, b = 0]: number[]): Reach => {
  if (a === 127 || a === 0) return 'device';
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128);
  return isPrivate ? 'network' : 'everyone';
};

/** The eight groups of an address that may be shortened once. */
const groupsOf = (text: string): number[] => {
  const [head = '', tail] = text.split('::');
  const read = (part: string) => part.split(':').filter(Boolean);
  const [first, last] = [read(head), read(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last].map((group) =>
    Number.parseInt(group, 16),
  );
};

const reachOf6 = (groups: number[]): Reach => {
  const [first = 0, , , , , sixth = 0, seventh = 0, eighth = 0] = groups;
  const isLow = groups.slice(0, 5).every((group) => group === 0);
  // IPv4 in it (RFC 4291, 2.5.5.2; RFC 6052, 2.1).
  const isMapped = isLow && sixth === 0xffff;
  if (isMapped || (first === 0x64 && groups[1] === 0xff9b)) {
    return reachOf4([seventh >> 8, seventh & 255]);
  }
  if (isLow && sixth === 0 && seventh === 0 && eighth <= 1) return 'device';
  const isPrivate = (first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80;
  return isPrivate ? 'network' : 'everyone';
};

/** Of a host as a URL has it: in small letters, addresses in their canonical form (WHATWG URL). */
export const reachOf = (hostname: string): Reach => {
  const host = hostname.replace(/\.$/, '');
  if (host.startsWith('[')) return reachOf6(groupsOf(host.slice(1, -1)));
  if (/^\d+(\.\d+){3}$/.test(host)) return reachOf4(host.split('.').map(Number));
  if (/(^|\.)localhost$/.test(host)) return 'device';
  return LOCAL_NAME.test(host) ? 'network' : 'everyone';
};

/** This page's own, unless only the server's link leads somewhere for others. */
export const originForOthers = (own: string, link: string): string => {
  if (reachOf(new URL(own).hostname) === 'everyone' || !URL.canParse(link)) return own;
  const { origin, hostname, protocol } = new URL(link);
  return protocol === 'https:' && reachOf(hostname) === 'everyone' ? origin : own;
};
