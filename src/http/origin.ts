// Which pages may speak to the server (RFC 6454): its own, and those the operator named.
import type { Config } from '../config/config';
import { push_origin_chars_max } from '../protocol/push-limits';
import { createForwarded, directPeer, type Peer, type PeerAddress } from './address';

type Settings = Pick<Config, 'cors_origins' | 'public_url' | 'trust_proxy' | 'tls_cert'>;

const UNREADABLE = '(not readable)';

/** One spelling, without the port that the protocol has anyway; undefined for more than a host. */
const hostOf = (protocol: string, host: string): string | undefined =>
  /[/\\?#@]/.test(host) ? undefined : URL.parse(`${protocol}//${host}`)?.host;

/** An origin as it may be shown to the operator, since a client may send any text. */
const shownOrigin = (text: string): string => {
  const origin = URL.parse(text)?.origin;
  return origin === undefined || origin === 'null' ? UNREADABLE : origin;
};

export const createOrigins = (
  { cors_origins, public_url, trust_proxy, tls_cert }: Settings,
  peerAddress: PeerAddress = directPeer,
) => {
  const forwarded = createForwarded(trust_proxy, peerAddress);
  /** The address that the client used; the protocol is only known from a proxy. */
  const calledAt = (request: Request, server: Peer | null) => {
    const { host, protocol } = forwarded(request, server);
    return { host: host ?? request.headers.get('host') ?? '', protocol };
  };

  /** The server's own pages; even if no browser says whose page it is. */
  const isSame = (request: Request, server: Peer | null): boolean => {
    const said = request.headers.get('origin');
    if (said === null || said === public_url) return true;
    const origin = URL.parse(said);
    if (origin === null || origin.origin !== said) return false;
    const { host, protocol } = calledAt(request, server);
    if (protocol !== undefined && protocol !== origin.protocol) return false;
    return hostOf(origin.protocol, host) === origin.host;
  };

  return {
    isSame,
    /** Also the configured ones. */
    isAllowed: (request: Request, server: Peer | null): boolean =>
      cors_origins.includes('*') ||
      cors_origins.includes(request.headers.get('origin') ?? '') ||
      isSame(request, server),
    /** That of the page that asks; without one, where people find this server. */
    ofPage(request: Request, server: Peer | null): string {
      const page = URL.parse(request.headers.get('origin') ?? '')?.origin ?? 'null';
      if (/^https?:/.test(page) && page.length <= push_origin_chars_max) return page;
      if (public_url !== undefined) return public_url;
      const { host, protocol } = calledAt(request, server);
      // The URL has no host if the client named none.
      const own = tls_cert === undefined ? URL.parse(request.url)?.protocol : 'https:';
      const spoken = protocol ?? own ?? 'http:';
      return `${spoken}//${host}`.slice(0, push_origin_chars_max);
    },
    /** As the client wrote it, perhaps with a port; '' if it wrote none. */
    hostOf: (request: Request, server: Peer | null): string => calledAt(request, server).host,
    /** Both sides of a refusal, for the operator. */
    compared(request: Request, server: Peer | null) {
      const { host, protocol } = calledAt(request, server);
      const own = hostOf(protocol ?? 'http:', host) ?? UNREADABLE;
      return {
        origin: shownOrigin(request.headers.get('origin') ?? ''),
        own: protocol === undefined ? own : `${protocol}//${own}`,
      };
    },
  };
};

export type Origins = ReturnType<typeof createOrigins>;
