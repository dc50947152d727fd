// Why calls failed: each in the log, without a name, and counted for the operator.
import type { Log } from '../platform/log';
import { CALL_FAILURES, type CallFailure } from '../protocol/calls';
import type { CallKind } from '../protocol/objects';

/** `device_away` is the server's own finding; `other` is the word of a client that it does not know. */
type FailureReason = CallFailure | 'device_away' | 'other';

const WORDS: Record<FailureReason, string> = {
  no_relay: 'the two found no direct way, and no relay was named',
  relay_silent: 'nothing came back from the relay: its ports are closed, or only web pages pass',
  relay_refused: 'the relay refused the credentials',
  relay_certificate: 'the certificate of the relay does not hold',
  unreachable: 'no way that the two tried led to the other one',
  lost: 'the connection was lost, and did not come back',
  untrusted: 'the fingerprint of the other one does not hold',
  key_changed: 'the key of the other one changed during the call',
  no_microphone: 'a microphone could not be had',
  broken: 'a browser could not do what the call needs',
  device_away: 'a device was away for too long',
  other: 'a client gave a reason that is not known here',
};

/** The two never found each other. */
const APART: readonly CallFailure[] = [
  ...(['no_relay', 'relay_silent', 'relay_refused'] as const),
  ...(['relay_certificate', 'unreachable'] as const),
];

const isKnown = (said: unknown): said is CallFailure =>
  (CALL_FAILURES as readonly unknown[]).includes(said);

export const createCallFailures = (log: Log) => {
  const counts = new Map<FailureReason, number>();
  return {
    note({ id, kind }: { id: string; kind: CallKind }, reason: FailureReason): void {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      log.info('a call failed', { call_id: id, kind, reason, why: WORDS[reason] });
    },
    /** What a client says, which may be anything; undefined: no reason, so the call just ended. */
    reasonOf(said: unknown): FailureReason | undefined {
      if (said === undefined || said === null || said === '') return undefined;
      return isKnown(said) ? said : 'other';
    },
    /** It failed before the two heard each other: no answered call, whatever its length. */
    isBeforeConnected: (said: unknown): boolean => isKnown(said) && APART.includes(said),
    /** Since the start. */
    counts: (): [FailureReason, number][] => [...counts],
  };
};

export type CallFailures = ReturnType<typeof createCallFailures>;
