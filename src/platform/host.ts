// Hosts as URLs have them: an IPv6 address stands in brackets there, and nowhere else.
import { isIP } from 'node:net';

export const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

export const withBrackets = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/** A name or an address by which a machine reaches itself alone. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127\..*|::1)$/.test(withoutBrackets(host));
