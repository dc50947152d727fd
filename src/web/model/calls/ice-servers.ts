// The servers that help two browsers to find each other (RFC 8489, RFC 8656). They are the server's
// word: they learn addresses, and never what is said.
import type { Api } from '../net/api';
import type { Shape } from '../net/shape';
import { isCount, isText, listOf, maybe, record } from '../net/shape';
import type { IceServer } from './platform';

const servers_max = 8;
/** RFC 7064 and RFC 7065. */
const IS_ADDRESS = /^(stun|turns?):(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?(\?transport=(udp|tcp))?$/i;

interface Listed {
  urls: string | string[];
  username?: string | undefined;
  credential?: string | undefined;
}

const isUrls = (value: unknown): value is string | string[] =>
  isText(value) || listOf(isText)(value);

const isAnswer: Shape<{ ice_servers: Listed[]; expires_in: number }> = record<{
  ice_servers: Listed[];
  expires_in: number;
}>({
  ice_servers: listOf(
    record<Listed>({ urls: isUrls, username: maybe(isText), credential: maybe(isText) }),
  ),
  expires_in: isCount,
});

const isTurn = (url: string): boolean => /^turns?:/i.test(url);

/** By which a relay is reached. */
export const RELAY_WAYS = ['udp', 'tcp', 'tls'] as const;
export type RelayWay = (typeof RELAY_WAYS)[number];

/** Null for what is no relay. */
export const wayOf = (url: string): RelayWay | null => {
  if (/^turns:/i.test(url)) return 'tls';
  if (!isTurn(url)) return null;
  return /\?transport=tcp$/i.test(url) ? 'tcp' : 'udp';
};

/** Those that are addresses of such servers; a relay counts only with its credentials. */
export const usableServers = (listed: Listed[]): IceServer[] =>
  listed.slice(0, servers_max).flatMap(({ urls, username, credential }) => {
    const isKnown = username !== undefined && credential !== undefined;
    const usable = [urls].flat().filter((url) => IS_ADDRESS.test(url) && (isKnown || !isTurn(url)));
    if (usable.length === 0) return [];
    return [{ urls: usable.slice(0, servers_max), ...(isKnown ? { username, credential } : {}) }];
  });

export const hasRelay = (servers: IceServer[]): boolean =>
  servers.some(({ urls }) => urls.some(isTurn));

/** @throws ApiError */
export const fetchIceServers = async (api: Api, call_id: string): Promise<IceServer[]> => {
  const path = `/calls/ice-servers?call_id=${encodeURIComponent(call_id)}`;
  return usableServers((await api.get(path, isAnswer)).ice_servers);
};

/** If they can't be had: those of before, or none, as two in one network need none. */
export const askIceServers = (
  api: Api,
  call_id: string,
  before: IceServer[] = [],
): Promise<IceServer[]> => fetchIceServers(api, call_id).catch(() => before);

const unauthorized_codes: readonly number[] = [401, 403, 441];

/** By an error code of the relay (RFC 8489, 14.8; RFC 8656, 19): it does not accept what the server gave for it. */
export const isUnauthorized = (code: number): boolean => unauthorized_codes.includes(code);
