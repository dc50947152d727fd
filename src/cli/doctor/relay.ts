// What is wrong with the relay of calls, as far as this machine can tell: the other half is told by
// the call doctor of the client.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Config } from '../../config/config';
import { isPublic } from '../../platform/address/public';
import { isLoopback, withoutBrackets } from '../../platform/host';
import { reasonOf } from '../../protocol/errors';
import { turn_port_default } from '../../protocol/limits';
import { ownAddresses } from '../../relay/addresses/own';
import { relayHost, relayOff } from '../../server/relay';
import { type Answer, askBinding, type Way } from './binding';
import { ofRelayFacts, type Place, type RelayFacts, type RelayStatus } from './relay-words';

const https_port = 443;

const asked = async (ways: Way[], host: string, port: number) =>
  Object.fromEntries(
    await Promise.all(
      ways.map(async (way): Promise<[Way, Answer]> => [way, await askBinding({ way, host, port })]),
    ),
  ) as Record<Way, Answer>;

const placesOf = async (config: Config, port: number): Promise<Place[]> => {
  const own = await ownAddresses(relayHost(config)).catch(() => []);
  return Promise.all(
    own.map(async ({ address }) => ({ address, ...(await asked(['udp', 'tcp'], address, port)) })),
  );
};

/** The host in the addresses that clients get, as far as the settings tell it. */
const announced = async (
  { turn_host, public_url }: Config,
  port: number,
  own: string[],
): Promise<RelayFacts['announced']> => {
  const page = withoutBrackets(URL.parse(public_url ?? '')?.hostname ?? '');
  const host = turn_host ?? page;
  // Where one person tries Chat8 out, nobody calls.
  if (host === '' || isLoopback(host)) return undefined;
  const addressOf = async (name: string) =>
    isIP(name) !== 0 ? name : (await lookup(name).catch(() => undefined))?.address;
  const address = await addressOf(host);
  if (address === undefined) return { host, address };
  return {
    host,
    address,
    isOwn: own.includes(address),
    isPrivate: !isPublic(address) && page !== '' && isPublic((await addressOf(page)) ?? ''),
    ...(await asked(['udp', 'tcp'], address, port)),
  };
};

const overTls = async (config: Config): Promise<RelayFacts['tls']> => {
  const url = URL.parse(config.public_url ?? '');
  const hasTls = config.acme || config.tls_cert !== undefined;
  if (!hasTls || url === null || isIP(withoutBrackets(url.hostname)) !== 0) return [];
  const host = url.hostname;
  const ports = [Number(url.port) || https_port, config.turn_tls_port];
  return Promise.all(
    ports
      .filter((port) => port !== undefined)
      .map(async (port) => ({ host, port, answer: await askBinding({ way: 'tls', host, port }) })),
  );
};

/** A line for each thing that is wrong. */
export const ofRelay = async (config: Config, status: RelayStatus): Promise<string[]> => {
  const isProxied =
    config.public_url?.startsWith('https:') === true && !config.acme && !config.tls_cert;
  const port = status.relay_port;
  if (port === undefined) return ofRelayFacts({ config, status, isProxied, places: [], tls: [] });
  const places = await placesOf(config, port);
  const [told, tls] = await Promise.all([
    announced(
      config,
      port,
      places.map(({ address }) => address),
    ),
    overTls(config),
  ]);
  return ofRelayFacts({ config, status, isProxied, places, announced: told, tls });
};

/** Only if no server of ours has it. */
export const ofRelayPort = async (config: Config): Promise<string[]> => {
  const off = await relayOff(config).catch((error) => [reasonOf(error)]);
  if (Array.isArray(off)) return off;
  return off === 'port_taken'
    ? [`port ${turn_port_default} is in use by another program: calls would have no relay`]
    : [];
};
