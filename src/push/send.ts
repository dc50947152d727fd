// One push to its service: sealed, signed, called, and what the answer means.
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log';
import { type Answer, callService, type LookUp, lookUp } from './call-service';
import type { Endpoints } from './endpoint';
import type { Composed } from './queue';
import { seal } from './seal';
import type { Outcome } from './services';
import type { Vapid } from './vapid';
import { verdictOf } from './verdict';

interface Parts {
  clock: Clock;
  log: Log;
  endpoints: Endpoints;
  vapid: Vapid;
  /** Ends all calls. */
  stopped: AbortSignal;
  look?: LookUp;
}

const saidBy = (answer: Answer): string => {
  if ('status' in answer) return String(answer.status);
  return answer.fault === 'address' ? 'an address that is not public' : answer.reason;
};

/** By the Date of the answer (RFC 9110, 6.6.1). */
const aheadOf = (answer: Answer, now: number): number | undefined => {
  const date = 'status' in answer ? Date.parse(answer.headers.get('date') ?? '') : Number.NaN;
  return Number.isNaN(date) ? undefined : now - date;
};

const notCalled = (why: 'host' | 'address', said: string): Outcome => ({
  verdict: { is: 'not_called', why },
  said,
  ahead_ms: undefined,
});

export const createSend = ({ clock, log, endpoints, vapid, stopped, look = lookUp }: Parts) => {
  const push = async (composed: Composed, attempt: number): Promise<Outcome> => {
    const endpoint = endpoints.examine(composed.endpoint);
    if (endpoint === 'address') return notCalled('address', 'an address that is not public');
    if (typeof endpoint === 'string') return notCalled('host', 'no longer on the list');
    const text = new TextEncoder().encode(composed.payload);
    const [body, authorization] = await Promise.all([
      seal(text, composed.size, composed.receiver),
      vapid.authorization(endpoint.url.origin),
    ]);
    const headers = {
      authorization,
      ttl: String(composed.ttl_s),
      urgency: 'high',
      topic: composed.topic,
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
    };
    const answer = await callService(endpoint, { headers, body }, attempt, stopped, look);
    const now = clock.now();
    const verdict = verdictOf(answer, now);
    return { verdict, said: saidBy(answer), ahead_ms: aheadOf(answer, now) };
  };
  return (composed: Composed, attempt: number): Promise<Outcome> =>
    push(composed, attempt).catch((error) => {
      log.error('a push failed', { error });
      const reason = 'a fault of this server';
      return { verdict: { is: 'faulty', reason }, said: reason, ahead_ms: undefined };
    });
};
