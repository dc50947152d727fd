// The ports of the relay, which calls need past every proxy.
import type { Config } from '../../config/config';
import { turn_port_default } from '../../protocol/limits';

type Settings = Pick<Config, 'relay' | 'turn_port' | 'turn_tls_port'>;

interface RelayPorts {
  tcp: number[];
  /** With the second one, by which the call doctor tells what kind of network somebody is in. */
  udp: number[];
}

/** Empty if the program relays nothing. */
export const relayPorts = ({ relay, turn_port, turn_tls_port }: Settings): RelayPorts => {
  const port = turn_port ?? turn_port_default;
  if (!relay || port === 0) return { tcp: [], udp: [] };
  return {
    tcp: [port, ...(turn_tls_port === undefined ? [] : [turn_tls_port])],
    udp: [port, port + 1],
  };
};

/** For the firewall, in words; undefined if there is nothing to open. */
export const opened = (settings: Settings): string | undefined => {
  const { tcp, udp } = relayPorts(settings);
  if (tcp.length === 0) return undefined;
  return `UDP ${udp.join(' and ')}, TCP ${tcp.join(' and ')}`;
};
