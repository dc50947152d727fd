// Calls: the words of both ends. The server's events stand in events.ts, the message that a call
// leaves in objects.ts.
import type { CallKind } from './objects';

interface OfCall {
  call_id: string;
}

/** Why an accepted call did not connect, or did not stay connected: a client says it as it hangs up. */
export const CALL_FAILURES = [
  /** No direct way was found, and no relay was named. */
  'no_relay',
  /** A relay was named, and nothing came back from it by UDP, TCP or TLS. */
  'relay_silent',
  /** It refused the credentials of this call. */
  'relay_refused',
  /** Its certificate does not hold. */
  'relay_certificate',
  /** There were ways to try on both sides, and none of them led to the other one. */
  'unreachable',
  /** It was connected, and was lost for good. */
  'lost',
  /** The other one's fingerprint or key does not hold. */
  'untrusted',
  'key_changed',
  'no_microphone',
  /** The two programs did not understand each other, or the browser has no WebRTC. */
  'broken',
] as const;
export type CallFailure = (typeof CALL_FAILURES)[number];

/** What the `ack` of an invitation carries. By the token another socket of the session goes on. */
export interface InvitationAnswer extends OfCall {
  device_token: string;
}

/** What the `ack` of `call_rejoin` carries: `device` once somebody has accepted. */
export interface RejoinAnswer extends OfCall {
  kind: CallKind;
  state: 'ringing' | 'accepted';
  device?: string;
}
