// The bounds of calls, unit last.
import { day_ms, KIB, MIB } from './limits';

export const call_id_chars_max = 64;
export const call_ring_ms = 45_000;
/** So long a device of a call may be without a socket. */
export const call_away_ms = 20_000;
export const call_ms_max = day_ms;
/** What is due in calls is looked for so often. */
export const call_tick_ms = 200;
/** So long after its end could not be stored. */
export const call_retry_ms = 5_000;
export const call_push_every_ms = 6_000;
/** A running call is noted as alive so often: after a crash that tells how long it lasted. */
export const call_noted_every_ms = 60_000;
/** Of the JSON of one signal. */
export const signal_bytes_max = 64 * KIB;
/** Of one person in a minute. */
export const signals_per_minute = 1_200;
export const signal_bytes_per_minute = 16 * MIB;
/** Signals to a device that is away wait in memory. */
export const signals_waiting_max = 64;
export const ice_servers_ttl_s = 24 * 3_600;
export const test_call_ms = 120_000;
export const test_calls_max = 1_000;
/** A TCP connection to the relay proves within this time that it is of a call. */
export const unproven_connection_ms = 10_000;
/**
 * Connections to the TLS front that tells TURN from pages: without a first byte, the handshake
 * included, or with their answer and not closed.
 */
export const silent_connections_max = 4_096;
/** Of one IPv4 address, or one IPv6 /64: as many as the people behind it open at once. */
export const silent_connections_of_network_max = 512;
/** For so long none of them has to make room for another: a handshake over a slow line. */
export const silent_connection_stays_ms = 1_000;
