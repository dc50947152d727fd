// What an answer of a push service means (RFC 8030, and what the services say beside it).
import { push_pause_ms, push_pause_ms_max, push_pause_ms_min } from '../protocol/push-limits';
import type { Answer } from './call-service';

export type Verdict =
  /** That is no proof that it will be shown. */
  | { is: 'taken' }
  | { is: 'ended'; why: 'ended_by_service' | 'redirect' }
  /** This server has no business there (any more). */
  | { is: 'not_called'; why: 'address' | 'host' }
  /** The service does not take our word, for this subscription or at all. */
  | { is: 'refused'; whose: 'subscription' | 'operator' | 'unknown'; reason: string }
  | { is: 'faulty'; reason: string }
  | { is: 'paused'; pause_ms: number }
  | { is: 'unanswered'; reason: string };

/** What services write when the subscription was made for another key. */
const OTHER_KEY = /VapidPkHashMismatch|do(es)? not correspond|UnauthorizedRegistration|mismatch/i;
/** What they write about the token itself: its time, its signature, its contact. */
const OUR_TOKEN = /Bad(Jwt|AuthorizationHeader)|Expired|\bexp\b|\bsub\b|\baud\b|jwt|contact/i;

/** RFC 9110, 10.2.3: seconds or a date. */
const pauseOf = (retry_after: string | null, now: number): number => {
  const text = retry_after?.trim() ?? '';
  const wanted = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  const pause_ms = Number.isFinite(wanted) && wanted >= 0 ? wanted : push_pause_ms;
  return Math.min(Math.max(pause_ms, push_pause_ms_min), push_pause_ms_max);
};

/** The reason that it gives; without what a log line would stumble over. */
const reasonIn = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200);

const refusal = (text: string): Verdict => {
  const reason = reasonIn(text);
  if (OTHER_KEY.test(text)) return { is: 'refused', whose: 'subscription', reason };
  return { is: 'refused', whose: OUR_TOKEN.test(text) ? 'operator' : 'unknown', reason };
};

export const verdictOf = (answer: Answer, now: number): Verdict => {
  if ('fault' in answer) {
    return answer.fault === 'address'
      ? { is: 'not_called', why: 'address' }
      : { is: 'unanswered', reason: answer.reason };
  }
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return { is: 'taken' };
  if (status >= 300 && status < 400) return { is: 'ended', why: 'redirect' };
  if (status === 404 || status === 410) return { is: 'ended', why: 'ended_by_service' };
  if (status === 429 || status === 406) {
    return { is: 'paused', pause_ms: pauseOf(headers.get('retry-after'), now) };
  }
  const isOurs = status === 413 || (status === 400 && /topic/i.test(text));
  if (isOurs) return { is: 'faulty', reason: reasonIn(text) };
  if (status === 400 || status === 401 || status === 403) return refusal(text);
  if (status >= 500) return { is: 'unanswered', reason: `status ${status}` };
  return { is: 'faulty', reason: reasonIn(text) };
};
