// What the relay counts.

/** Why a request was refused, or a packet went nowhere. */
export const REFUSALS = [
  /** 401: no credentials yet. Every client begins like this. */
  'unproven',
  /** 401: forged, or signed by another secret. */
  'wrong_credentials',
  /** 401: genuine, but the call is over, or the person isn't its member. */
  'no_such_call',
  /** 438 */
  'stale_nonce',
  /** 437 and 441 */
  'mismatch',
  /** 400 and 420 */
  'malformed',
  /** 440 and 442 */
  'unsupported',
  /** 486 */
  'quota',
  /** 508 */
  'capacity',
  /** Unanswered: the address, or all of them, asked too often. */
  'too_often',
  /** Unanswered: what only proven clients are answered, or no STUN at all. */
  'junk',
  /** Unanswered: port 0, broadcast, multicast or the relay itself. */
  'impossible_source',
  /** Data to an address that is no allocation of the same call. */
  'no_such_peer',
  /** Data that one of the two holds no permission or channel for. */
  'no_permission',
  /** Data beyond the rate of one allocation. */
  'allocation_rate',
  /** Data beyond the rate of the relay. */
  'relay_rate',
  /** A TCP reader was too slow for this frame, or the system took no more. */
  'slow_reader',
  /** TCP connections: too many, unproven for too long, or with a frame that is too long. */
  'connections',
] as const;
export type RelayRefusal = (typeof REFUSALS)[number];

export interface RelayStats {
  /** Now. */
  allocations: number;
  /** Since the Worker started. */
  allocations_made: number;
  /** Of those, the ones of clients on other machines, since the Worker started: UDP, TCP and TLS. */
  from_elsewhere: { udp: number; tcp: number };
  /** Calls with an allocation, now. */
  calls: number;
  /** TCP and TLS connections, now. */
  connections: number;
  /** Of data that was relayed, since the Worker started. */
  packets: number;
  bytes: number;
  /** Since the Worker started. */
  refused: Record<RelayRefusal, number>;
}

export const emptyStats = (): RelayStats => ({
  allocations: 0,
  allocations_made: 0,
  from_elsewhere: { udp: 0, tcp: 0 },
  calls: 0,
  connections: 0,
  packets: 0,
  bytes: 0,
  refused: Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as RelayStats['refused'],
});
