// What was found of the relay, in words: what is wrong, and who can change it.
import type { Config } from '../../config/config';
import { turn_port_default } from '../../protocol/limits';
import type { Answer } from './binding';

/** Of the server that runs. */
export interface RelayStatus {
  relay: string;
  relay_port?: number;
  relay_trouble?: string;
  relay_offers?: number;
  relay_allocations_made?: number;
  relay_from_elsewhere_udp?: number;
  relay_from_elsewhere_tcp?: number;
}

export interface Place {
  address: string;
  udp: Answer;
  tcp: Answer;
}

export interface RelayFacts {
  config: Pick<Config, 'relay' | 'turn_urls' | 'turn_host' | 'public_url'>;
  status: RelayStatus;
  /** Another program speaks TLS for this one. */
  isProxied: boolean;
  /** At each own address. */
  places: Place[];
  /** Where clients are told to go. Undefined: the settings don't say it. */
  announced?:
    | { host: string; address: undefined }
    | (Place & { host: string; isOwn: boolean; isPrivate: boolean })
    | undefined;
  tls: { host: string; port: number; answer: Answer }[];
}

/** So many people have tried by then that it is no accident. */
const enough = 3;
const isGood = (answer: Answer) => answer === 'answered';

const ofState = ({ config, status }: RelayFacts): string[] => {
  if (status.relay_trouble !== undefined) {
    return [`the relay of calls does not run: ${status.relay_trouble}`];
  }
  if (status.relay.includes('in use')) {
    return [
      `no relay for calls: port ${turn_port_default} is in use by another program; free it and start Chat8 again, or name another port in CHAT8_TURN_PORT`,
    ];
  }
  return config.relay || config.turn_urls.length > 0
    ? []
    : [
        'calls connect only where two people find a direct way: CHAT8_RELAY is off, and CHAT8_TURN_URLS names no server',
      ];
};

/** A firewall of the machine itself. */
const ofPlaces = (places: Place[], port: number): string[] =>
  places.flatMap(({ address, udp, tcp }) => {
    if (isGood(udp) && isGood(tcp)) return [];
    const what = isGood(udp) ? 'TCP' : isGood(tcp) ? 'UDP' : 'UDP and TCP';
    return [
      `the relay is not heard at ${what} port ${port} of ${address}, an address of this machine: its firewall drops what comes in`,
    ];
  });

const opening = (port: number) =>
  `open UDP and TCP port ${port} in the firewall, forward both in the router, and publish both from a container (-p ${port}:${port}/udp -p ${port}:${port})`;

const ofAnnounced = ({ announced, isProxied, config, places }: RelayFacts, port: number) => {
  if (announced === undefined) return [];
  const { host } = announced;
  if (announced.address === undefined) {
    return [`the DNS knows no address of ${host}, where the relay is announced`];
  }
  const { address, udp, tcp, isOwn, isPrivate } = announced;
  const at = host === address ? host : `${host} (${address})`;
  const faults: string[] = [];
  if (isPrivate) {
    faults.push(
      `the relay is announced at ${at}, which only its own network reaches: set CHAT8_TURN_HOST to the public name or address of this machine`,
    );
  }
  const isHeardHere = places.some((place) => isGood(place.udp) && isGood(place.tcp));
  // Of an own address it was said.
  if ((isGood(udp) && isGood(tcp)) || (isOwn && !isHeardHere)) return faults;
  const what = isGood(udp) ? 'TCP' : isGood(tcp) ? 'UDP' : 'UDP and TCP';
  const proxy =
    isProxied && config.turn_host === undefined
      ? '; the proxy before the page passes no calls on, and if it is another machine, name this one in CHAT8_TURN_HOST'
      : '';
  const hairpin = isOwn
    ? ''
    : '; a router may also refuse this to its own network alone: the call doctor of the client tells it from outside';
  return [
    ...faults,
    `the relay is not heard from here at ${what} port ${port} of ${at}: ${opening(port)}${proxy}${hairpin}`,
  ];
};

const ofTls = ({ tls }: RelayFacts): string[] =>
  tls.flatMap(({ host, port, answer }) => {
    const at = `${host}:${port}`;
    if (typeof answer === 'object') {
      return [
        `the certificate at ${at} does not hold for the relay (${answer.certificate}): browsers make no call over TLS there`,
      ];
    }
    if (answer === 'other') {
      return [
        `TLS at ${at} ends at a proxy, and the relay gets nothing of it: where a network lets nothing but ${port} through nobody can call; let the proxy pass that port on as it is, or name another one in CHAT8_TURN_TLS_PORT and open it`,
      ];
    }
    return answer === 'answered'
      ? []
      : [`the relay is not heard over TLS at ${at}: open that port`];
  });

/** Who came from other machines since the start. */
const ofVisitors = ({ status, isProxied }: RelayFacts, port: number): string[] => {
  const { relay_offers = 0, relay_allocations_made = 0 } = status;
  const { relay_from_elsewhere_udp: udp = 0, relay_from_elsewhere_tcp: tcp = 0 } = status;
  if (relay_offers >= enough && relay_allocations_made === 0) {
    const proxy = isProxied ? ', which no proxy of the page passes on' : '';
    return [
      `the relay was offered to calls ${relay_offers} times since the start, and reached by none of them: ${opening(port)}${proxy}`,
    ];
  }
  if (tcp >= enough && udp === 0) {
    return [
      `other machines reached the relay by TCP ${tcp} times since the start, and never by UDP, so that calls stutter: open UDP port ${port}`,
    ];
  }
  if (udp >= enough && tcp === 0) {
    return [
      `other machines reached the relay by UDP ${udp} times since the start, and never by TCP, so that nobody can call whose network blocks UDP: open TCP port ${port}`,
    ];
  }
  return [];
};

export const ofRelayFacts = (facts: RelayFacts): string[] => {
  const port = facts.status.relay_port;
  if (port === undefined) return ofState(facts);
  const here = ofPlaces(facts.places, port);
  return [...here, ...ofAnnounced(facts, port), ...ofTls(facts), ...ofVisitors(facts, port)];
};
