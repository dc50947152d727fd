// What the call doctor finds out: facts alone, and no address of anybody. What they mean stands in
// `judgement`.
import type { RelayWay } from '../calls/ice-servers';
import { RELAY_WAYS } from '../calls/ice-servers';
import type { RelayAnswer, Trace } from '../calls/trace';
import type { MediaTrouble } from '../calls/trouble';

/** How calls travel: from device to device, or by a relay that is reached over UDP, TCP or TLS. */
export const WAY_NAMES = ['direct', ...RELAY_WAYS] as const;
export type WayName = (typeof WAY_NAMES)[number];

export type WayResult =
  | RelayAnswer
  | 'works'
  /** The relay gave an address, and nothing arrives there. */
  | 'deaf';

export interface Way {
  result: WayResult;
  /** Between the two; to the relay and back if one is alone. Null if it isn't known. */
  round_trip_ms: number | null;
}

/** What this network does to connections (RFC 4787, 4.1). */
export type Nat =
  /** No translation. */
  | 'open'
  /** One outer port for all: others can come in by it. */
  | 'cone'
  /** Another port for each: what one server sees is of no use to others. */
  | 'symmetric'
  /** Nothing comes back over UDP. */
  | 'blocked'
  | 'unknown';

export type Family = 'ipv4' | 'ipv6';

/** What one side knows of its own network. */
export interface Side {
  nat: Nat;
  families: Family[];
  isHidden: boolean;
  relays: Record<RelayWay, WayResult>;
}

/** The test between two people. */
export interface Pair {
  name: string;
  state: 'joined' | 'notJoined' | 'left';
  ways: Record<WayName, Way>;
  theirs: Side | null;
}

/** The call that failed. */
interface FailedCall {
  name: string;
  wasConnected: boolean;
  hasMoved: boolean;
  theirs: Trace['theirs'];
}

export interface Findings {
  isSecure: boolean;
  isHidden: boolean;
  microphone: 'untried' | 'heard' | 'silent' | MediaTrouble;
  camera: 'untried' | 'seen' | MediaTrouble;
  server: 'untried' | 'answered' | 'away';
  /** This device's clock minus the server's. */
  clock_off_ms: number;
  relays: Record<RelayWay, Way>;
  /** '' if there is none. */
  relay_host: string;
  relay_port: number;
  /** The page comes from another host than the relay's. */
  isElsewhere: boolean;
  /** The page was reached inside a private network, and the relay is named by a public address. */
  isInside: boolean;
  nat: Nat;
  families: Family[];
  pair: Pair | null;
  call: FailedCall | null;
}

const NOT_OFFERED: Way = { result: 'notOffered', round_trip_ms: null };

export const noWays = (): Record<WayName, Way> => ({
  direct: NOT_OFFERED,
  udp: NOT_OFFERED,
  tcp: NOT_OFFERED,
  tls: NOT_OFFERED,
});

export const nothingFound = (): Findings => ({
  isSecure: true,
  isHidden: false,
  microphone: 'untried',
  camera: 'untried',
  server: 'untried',
  clock_off_ms: 0,
  relays: { udp: NOT_OFFERED, tcp: NOT_OFFERED, tls: NOT_OFFERED },
  relay_host: '',
  relay_port: 0,
  isElsewhere: false,
  isInside: false,
  nat: 'unknown',
  families: [],
  pair: null,
  call: null,
});

export const resultsOf = (ways: Record<RelayWay, Way>): Record<RelayWay, WayResult> => ({
  udp: ways.udp.result,
  tcp: ways.tcp.result,
  tls: ways.tls.result,
});

/** Of a call that failed, as its own page knows it. */
export const findingsOfCall = (name: string, trace: Trace): Findings => {
  const { relays, isHidden, wasConnected, hasMoved, theirs } = trace;
  const wayOf = (way: RelayWay): Way => ({ result: relays[way], round_trip_ms: null });
  return {
    ...nothingFound(),
    isHidden,
    // Nothing was asked of a relay before the other one was heard.
    server: theirs.isHeard ? 'answered' : 'untried',
    relays: { udp: wayOf('udp'), tcp: wayOf('tcp'), tls: wayOf('tls') },
    call: { name, wasConnected, hasMoved, theirs },
  };
};
