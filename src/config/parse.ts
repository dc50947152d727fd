// Parses settings one by one; errors say what is wrong, and never repeat the value.

import { isIP } from 'node:net';
import { isUnusable } from '../platform/address/unusable';
import { withBrackets, withoutBrackets } from '../platform/host';
import { GIB, KIB, MIB, token_secret_bytes_min } from '../protocol/limits';

/** Reads one setting; throws an Error that says what is expected, never what was given. */
export type Parse = (text: string) => unknown;

const fail = (expected: string): never => {
  throw new Error(expected);
};

export const oneOf =
  (...words: string[]): Parse =>
  (text) =>
    words.includes(text) ? text : fail(`must be ${words.join(' or ')}`);

export const whole =
  (min: number, max: number): Parse =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : fail(`must be a number from ${min} to ${max}`);
  };

export const bytes: Parse = (text) => {
  const [, digits = '', unit = ''] = /^(\d{1,12})([KMG]?)$/i.exec(text) ?? [];
  const factors: Record<string, number> = { '': 1, K: KIB, M: MIB, G: GIB };
  const size = Number(digits) * (factors[unit.toUpperCase()] ?? 0);
  const fits = digits !== '' && size > 0 && Number.isSafeInteger(size);
  return fits ? size : fail('must be a size in bytes, or with K, M or G');
};

const day_s = 86_400;

export const duration = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: day_s };
  const value = Number(digits) * (seconds[unit] ?? 0);
  return value > 0 ? value : fail('must be a time such as 1d, 12h or 30m');
};

/** `max_s`: whole days. */
export const durationUpTo =
  (max_s: number): Parse =>
  (text) => {
    const value = duration(text);
    return value <= max_s ? value : fail(`must be at most ${max_s / day_s} days`);
  };

/** A wildcard inside a name would match nothing: no browser says it. */
const isName = ({ hostname }: URL) => !hostname.includes('*');

/** People are sent there: `0.0.0.0` is where to listen, and no place. */
const isPlace = (url: URL) => isName(url) && !isUnusable(withoutBrackets(url.hostname));

export const isOrigin = (text: string) => {
  if (text === '*') return true;
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  return url !== null && url.origin === text && isName(url);
};

export const isNetwork = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
};

export const listOf =
  (fits: (item: string) => boolean, expected: string): Parse =>
  (text) => {
    const items = text.split(',').map((item) => item.trim());
    const all = items.filter((item) => item !== '');
    return all.every(fits) ? all : fail(expected);
  };

export const secret: Parse = (text) =>
  Buffer.byteLength(text) >= token_secret_bytes_min
    ? text
    : fail(`must have ${token_secret_bytes_min} bytes or more`);

/** An origin: the server answers at the root, and an address with a password would be shown. */
export const webAddress: Parse = (text) => {
  const url = URL.parse(text);
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && isPlace(url);
  const fits = isWeb && url.href === `${url.origin}/`;
  return fits ? url.origin : fail('must be an address such as https://chat.example');
};

export const httpsAddress: Parse = (text) => {
  const url = URL.parse(text);
  const isBare = url?.username === '' && url.password === '';
  const fits = url?.protocol === 'https:' && isBare && isPlace(url);
  return fits ? url.href : fail('must be an https address such as https://ca.example/directory');
};

/** A host, `*.` before it for all below it; or a whole origin. */
export const isPushService = (text: string) => {
  if (/^https?:/i.test(text)) return text !== '*' && isOrigin(text);
  const host = text.replace(/^\*\./, '');
  return /^[a-z0-9.-]+$/.test(host) && URL.parse(`https://${host}`)?.host === host;
};

/** RFC 7064 and 7065: a host, perhaps a port, and for TURN perhaps a transport. */
export const isIceServer = (text: string) => {
  const [, scheme = '', authority = '', query] =
    /^(stuns?|turns?):([^/?#@\s]+)(\?transport=(?:udp|tcp))?$/.exec(text) ?? [];
  const url = URL.parse(`https://${authority}`);
  const isAddress = url !== null && url.pathname === '/' && isPlace(url);
  return isAddress && url.port !== '0' && (query === undefined || scheme.startsWith('turn'));
};

/** A name or an address, without scheme and port. An address of IPv6 loses its brackets. */
export const hostName: Parse = (text) => {
  const bare = withoutBrackets(text);
  const url = URL.parse(`https://${withBrackets(bare)}`);
  const isHost = url !== null && url.href === `${url.origin}/` && isPlace(url) && url.port === '';
  const isBare = isHost && !/[:/]/.test(isIP(bare) === 6 ? '' : bare);
  return isBare ? withoutBrackets(url.hostname) : fail('must be a host such as turn.example');
};

/** Below 1,024 browsers allow no others for TURN. */
const LOW_TURN_PORTS = [0, 53, 80, 443];

/** Browsers connect to none of these ports: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
];

export const turnPort: Parse = (text) => {
  const port = whole(0, 65_535)(text) as number;
  const isAllowed = port < 1_024 ? LOW_TURN_PORTS.includes(port) : !BLOCKED_PORTS.includes(port);
  return isAllowed
    ? port
    : fail('must be a port that browsers call: 443, 3478 or 5349, for instance');
};

/** It is handed out, so that it can't be any free one. */
export const turnTlsPort: Parse = (text) =>
  turnPort(text) === 0 ? fail('must be a port that browsers call, and not 0') : turnPort(text);

/** RFC 8292, 2.1: an e-mail address or a page, as a URI. */
export const contact: Parse = (text) => {
  const url = URL.parse(text);
  const isAddress = /^mailto:[^\s@?<>"]{1,64}@[^\s@?<>"]{1,253}$/.test(text);
  const isPage = url?.protocol === 'https:' && url.username === '' && isName(url);
  const expected = 'must be a contact such as mailto:admin@chat.example or https://chat.example';
  return isAddress || isPage ? text : fail(expected);
};

export const longToken: Parse = (text) =>
  text.length >= 16 ? text : fail('must have 16 characters or more');

export const onOff: Parse = (text) => oneOf('on', 'off')(text) === 'on';
export const plain: Parse = (text) => text;
