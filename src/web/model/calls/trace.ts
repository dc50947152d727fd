// What a call met on its way, for whoever asks why it failed. It holds no address: neither one's own nor
// the other one's.
import type { CallFailure } from '../../../protocol/calls';
import type { RelayWay } from './ice-servers';
import { isUnauthorized, RELAY_WAYS, wayOf } from './ice-servers';
import type { IceServer } from './platform';

/** Why the call can't go on. */
export type SessionEnd =
  | 'untrusted'
  | 'keyChanged'
  | 'noRelay'
  | 'unreachable'
  | 'broken'
  /** Only a relay would hide this device's address, and there is none. */
  | 'hiddenNoRelay';

/** How a relay answered over one of its ways. */
export type RelayAnswer =
  | 'notOffered'
  /** Nothing came back. */
  | 'silent'
  /** No connection: a closed port, or a certificate that the browser doesn't trust. */
  | 'refused'
  /** The relay doesn't accept what the server gave for it. */
  | 'unauthorized'
  | 'given';

export interface Trace {
  relays: Record<RelayWay, RelayAnswer>;
  isHidden: boolean;
  wasConnected: boolean;
  /** This device went to another network in the call. */
  hasMoved: boolean;
  /** What the other one's page said. */
  theirs: { isHeard: boolean; hasRelay: boolean; hasDirect: boolean };
}

export const createTrace = (isHidden: boolean) => {
  const relays: Trace['relays'] = { udp: 'notOffered', tcp: 'notOffered', tls: 'notOffered' };
  const theirs = { isHeard: false, hasRelay: false, hasDirect: false };
  let wasConnected = false;
  let hasMoved = false;
  return {
    offered(servers: IceServer[]): void {
      for (const url of servers.flatMap(({ urls }) => urls)) {
        const way = wayOf(url);
        if (way && relays[way] === 'notOffered') relays[way] = 'silent';
      }
    },
    found(candidate: string, url: string): void {
      if (!/ typ relay/.test(candidate)) return;
      // A browser that doesn't say by which: all that may be.
      const ways = wayOf(url) ? [wayOf(url)] : RELAY_WAYS;
      for (const way of ways) if (way && relays[way] !== 'notOffered') relays[way] = 'given';
    },
    refused(url: string, code: number): void {
      const way = wayOf(url);
      if (way === null || relays[way] === 'given') return;
      relays[way] = isUnauthorized(code) ? 'unauthorized' : 'refused';
    },
    heard(text = ''): void {
      theirs.isHeard = true;
      theirs.hasRelay ||= / typ relay/.test(text);
      theirs.hasDirect ||= / typ (?:host|srflx|prflx)/.test(text);
    },
    connected(): void {
      wasConnected = true;
      hasMoved = false;
    },
    moved(): void {
      hasMoved = true;
    },
    read: (): Trace => ({
      isHidden,
      wasConnected,
      hasMoved,
      relays: { ...relays },
      theirs: { ...theirs },
    }),
  };
};

export type CallTrace = ReturnType<typeof createTrace>;

/** Of a call whose two devices are apart, though a relay was named. */
const apartBy = ({ relays }: Trace): CallFailure => {
  const answers = RELAY_WAYS.map((way) => relays[way]).filter((each) => each !== 'notOffered');
  if (answers.length === 0 || answers.includes('given')) return 'unreachable';
  if (answers.includes('unauthorized')) return 'relay_refused';
  const isTlsAlone = relays.udp === 'notOffered' && relays.tcp === 'notOffered';
  return isTlsAlone && relays.tls === 'refused' ? 'relay_certificate' : 'relay_silent';
};

/** As the server's log and figures have it, which name nobody. */
export const failureOf = (end: SessionEnd, trace: Trace): CallFailure => {
  if (end === 'keyChanged') return 'key_changed';
  if (end === 'untrusted' || end === 'broken') return end;
  if (trace.wasConnected) return 'lost';
  return end === 'unreachable' ? apartBy(trace) : 'no_relay';
};
