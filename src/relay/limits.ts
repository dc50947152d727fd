// The bounds of the relay, unit last. A test hands in its own.
import { unproven_connection_ms } from '../protocol/call-limits';

export interface RelayLimits {
  /** Of one person in one call; the one that was unused for longest makes room. */
  allocations_per_person: number;
  /** Of one IPv4 address, or one IPv6 /64. */
  allocations_per_address: number;
  allocations: number;
  /** Of one allocation, in each direction. */
  allocation_mbit: number;
  /** Answers over UDP to one IPv4 address, or one IPv6 /64, that has proven nothing. */
  unproven_per_s: number;
  unproven_burst: number;
  /** To all of them together. */
  unproven_total_per_s: number;
  /** Answers to one proven client. */
  proven_per_s: number;
  proven_burst: number;
  /** TCP connections that have proven nothing yet. */
  unproven_connections_per_address: number;
  unproven_connections: number;
  unproven_connection_ms: number;
}

export const RELAY_LIMITS: RelayLimits = {
  allocations_per_person: 24,
  allocations_per_address: 256,
  allocations: 4_096,
  allocation_mbit: 4,
  unproven_per_s: 10,
  unproven_burst: 30,
  unproven_total_per_s: 2_000,
  proven_per_s: 50,
  proven_burst: 100,
  unproven_connections_per_address: 32,
  unproven_connections: 256,
  unproven_connection_ms,
};

/** Lifetimes (RFC 8656, 3.2, 9 and 12), each with the grace that follows it. */
export const allocation_s = 600;
export const permission_s = 300;
export const channel_s = 600;
export const grace_s = 60;
/** A port that waits for its RESERVATION-TOKEN (RFC 8656, 7.2). */
export const reservation_s = 30;
/** An allocation that carried nothing for so long may make room for another. */
export const unused_ms = 10_000;
/** Nonces are replaced after so long (438). */
export const nonce_s = 3_600;
/** Of one allocation. */
export const channels_max = 64;
/** Of a STUN message or ChannelData, over TCP. */
export const frame_bytes_max = 2_048;
/** Answers that wait for a TCP reader; media never waits. */
export const waiting_bytes_max = 8_192;
/** What is over is looked for so often. */
export const sweep_ms = 500;
/** The addresses of the machine are looked at so often. */
export const addresses_every_ms = 60_000;
/** Requests that wait for the main thread's word about their call. */
export const asking_max = 256;
