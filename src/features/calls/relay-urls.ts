// Where the program's own relay is found (RFC 7064 and 7065): by UDP, by TCP, and over TLS at the
// port of the page.
import { isIP } from 'node:net';
import type { Config } from '../../config/config';
import { withBrackets, withoutBrackets } from '../../platform/host';

/** Where the page of that request is, as its person opened it. */
export interface PageAddress {
  /** Without brackets. Undefined: it is not known, or not well-formed. */
  host: string | undefined;
  port: number;
}

type Settings = Pick<Config, 'turn_host' | 'public_url' | 'tls_cert' | 'acme' | 'turn_tls_port'>;

interface Ports {
  port: number;
  has_second_port: boolean;
}

const https_port = 443;

/** RFC 1123, 2.1: letters, digits and hyphens, none of these at an end; and what people use beside it. */
const NAME = /^(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*\.?$/;

/** URLs take 1.2.3 for 1.2.0.3, and more of that kind; nobody means it. */
const isWellFormed = (written: string, hostname: string): boolean =>
  isIP(withoutBrackets(hostname)) === 0
    ? NAME.test(written)
    : withoutBrackets(written) === withoutBrackets(hostname);

/** The address in a Host header (RFC 9110, 7.2), if it is well-formed. */
export const pageAddress = (host: string, isSecure: boolean): PageAddress => {
  const url = /^[\w.:[\]-]{1,255}$/.test(host) ? URL.parse(`http://${host}`) : null;
  const standard = isSecure ? https_port : 80;
  // As the URL has it: 80 is left out of it whether it was written or not.
  const isWritten = /:80$/.test(host);
  const written = host.replace(/:\d*$/, '').toLowerCase();
  if (url === null || !isWellFormed(written, url.hostname)) {
    return { host: undefined, port: standard };
  }
  return {
    host: withoutBrackets(url.hostname),
    port: Number(url.port) || (isWritten ? 80 : standard),
  };
};

const configuredAddress = ({ public_url }: Settings): PageAddress | undefined => {
  const url = URL.parse(public_url ?? '');
  if (url === null) return undefined;
  const standard = url.protocol === 'https:' ? https_port : 80;
  return { host: withoutBrackets(url.hostname), port: Number(url.port) || standard };
};

/** `isTest`: also those that tell what kind of network the asker is in. */
export const relayUrls = (
  settings: Settings,
  { port, has_second_port }: Ports,
  asked: PageAddress,
  isTest: boolean,
): { stun: string[]; turn: string[] } => {
  const page = configuredAddress(settings) ?? asked;
  const host = settings.turn_host ?? page.host;
  const hasTls = settings.acme || settings.tls_cert !== undefined;
  const tls: string[] = [];
  // Firefox never calls an address over TLS.
  if (hasTls && page.host !== undefined && isIP(page.host) === 0) {
    const { turn_tls_port } = settings;
    const ports = turn_tls_port ? [page.port, turn_tls_port] : [page.port];
    tls.push(...ports.map((each) => `turns:${page.host}:${each}?transport=tcp`));
  }
  if (host === undefined) return { stun: [], turn: tls };
  const at = `${withBrackets(host)}:${port}`;
  const second = has_second_port ? [`stun:${withBrackets(host)}:${port + 1}`] : [];
  return {
    stun: isTest ? [`stun:${at}`, ...second] : [],
    turn: [`turn:${at}?transport=udp`, `turn:${at}?transport=tcp`, ...tls],
  };
};
