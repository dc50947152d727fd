// The relay of this server: whether it runs, where, and for whom.
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Config } from '../config/config';
import { callById } from '../features/calls/ice-servers';
import { isPublic } from '../platform/address/public';
import { isLoopback, withoutBrackets } from '../platform/host';
import type { Log } from '../platform/log';
import { PortError, probePort, withReason } from '../platform/port';
import { turn_port_default } from '../protocol/limits';
import { startRelay } from '../relay/relay';
import { createRelaySupervisor, type RelayOff } from '../relay/supervisor';
import type { World } from '../world';

const publicHost = ({ public_url }: Config) =>
  withoutBrackets(URL.parse(public_url ?? '')?.hostname ?? '');

/** Undefined: all addresses, also where a proxy stands before a program that listens on loopback. */
export const relayHost = (config: Config): string | undefined => {
  const { host } = config;
  const name = publicHost(config);
  const isElsewhere = name !== '' && !isLoopback(name);
  return host !== undefined && isLoopback(host) && isElsewhere ? undefined : host;
};

/** The server's own public IPv4 address, as far as the settings or the machine know it. */
const ownPublicAddress = (config: Config): string | undefined => {
  const named = [config.turn_host ?? '', publicHost(config)];
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const addresses = [...named, ...own.map(({ address }) => address)];
  return addresses.find((address) => isIP(address) === 4 && isPublic(address));
};

const probeUdp = async (hostname: string | undefined, port: number): Promise<void> => {
  try {
    (await Bun.udpSocket({ hostname: hostname ?? '0.0.0.0', port })).close();
  } catch (error) {
    withReason(hostname, port, () => {
      throw error;
    });
  }
};

/** Before anything is touched. @throws PortError if the port was named and can't be had */
export const relayOff = async (config: Config): Promise<RelayOff | undefined> => {
  if (!config.relay) return config.turn_urls.length > 0 ? 'other_servers' : 'switched_off';
  const { turn_port } = config;
  const port = turn_port ?? turn_port_default;
  if (port === 0) return undefined;
  const host = relayHost(config);
  try {
    // The program's own listener would be in the way as well.
    if (port === config.port) throw new PortError(`port ${port} is that of the page`);
    probePort(host, port);
    await probeUdp(host, port);
    return undefined;
  } catch (error) {
    if (turn_port !== undefined || !(error instanceof PortError)) throw error;
    return 'port_taken';
  }
};

type Parts = Pick<World, 'config' | 'liveCalls' | 'clock' | 'relay_secret'> & { log: Log };

export const openRelay = (parts: Parts, off: RelayOff | undefined) => {
  const { config, log, relay_secret } = parts;
  return createRelaySupervisor({
    off,
    log,
    start: (options) => startRelay({ ...options, public_address: ownPublicAddress(config) }),
    host: relayHost(config),
    port: config.turn_port ?? turn_port_default,
    secret: relay_secret,
    mbit: config.relay_mbit,
    callOf: (call_id) => callById(parts, call_id),
  });
};
