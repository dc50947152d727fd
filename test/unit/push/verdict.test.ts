// What the answers of push services mean, each row of the table.
import { expect, test } from 'bun:test';
import { type Verdict, verdictOf } from '../../../src/push/verdict';

const now = Date.parse('2026-01-01T00:00:00Z');
const of = (status: number, text = '', headers: Record<string, string> = {}): Verdict =>
  verdictOf({ status, text, headers: new Headers(headers) }, now);

test('2xx is taken, 404 and 410 end it, 3xx leads nowhere', () => {
  for (const status of [200, 201, 202, 204]) expect(of(status)).toEqual({ is: 'taken' });
  for (const status of [404, 410]) {
    expect(of(status)).toEqual({ is: 'ended', why: 'ended_by_service' });
  }
  for (const status of [301, 302, 307, 308]) {
    expect(of(status)).toEqual({ is: 'ended', why: 'redirect' });
  }
});

test('400, 401 and 403 mean what the service says, and else nobody knows whose matter it is', () => {
  const whose = (status: number, text: string) => {
    const verdict = of(status, text);
    return verdict.is === 'refused' ? verdict.whose : verdict.is;
  };
  for (const status of [400, 401, 403]) expect(whose(status, '')).toBe('unknown');
  expect(whose(403, '{"reason":"VapidPkHashMismatch"}')).toBe('subscription');
  expect(whose(400, 'UnauthorizedRegistration')).toBe('subscription');
  expect(
    whose(
      403,
      'the VAPID credentials in the authorization header do not correspond to the credentials used to create the subscriptions.',
    ),
  ).toBe('subscription');
  expect(whose(403, '{"reason":"BadJwtToken"}')).toBe('operator');
  expect(whose(403, '{"reason":"ExpiredJwtToken"}')).toBe('operator');
  expect(whose(401, '{"code":401,"errno":109,"message":"Invalid exp claim"}')).toBe('operator');
});

test('400 about the topic and 413 are faults of ours', () => {
  expect(of(400, '{"reason":"BadWebPushTopic"}').is).toBe('faulty');
  expect(of(413).is).toBe('faulty');
});

test('429 and 406 pause by Retry-After, two seconds to an hour, a minute without one', () => {
  const pause = (retry_after?: string) => {
    const verdict = of(429, '', retry_after === undefined ? {} : { 'retry-after': retry_after });
    return verdict.is === 'paused' ? verdict.pause_ms : verdict.is;
  };
  expect(pause('7')).toBe(7_000);
  expect(pause('Thu, 01 Jan 2026 00:05:00 GMT')).toBe(300_000);
  expect(pause('999999')).toBe(3_600_000);
  for (const odd of [undefined, '', 'soon', '-5', 'Wed, 31 Dec 2025 00:00:00 GMT']) {
    expect(pause(odd)).toBe(60_000);
  }
  // At once, and again and again: it would be called as fast as it answers.
  for (const soon of ['0', '00', '1', 'Thu, 01 Jan 2026 00:00:00 GMT']) {
    expect([soon, pause(soon)]).toEqual([soon, 2_000]);
  }
  expect(of(406, '', { 'retry-after': '3' })).toEqual({ is: 'paused', pause_ms: 3_000 });
});

test('5xx and silence are tried again; an address that is not public is not called', () => {
  for (const status of [500, 502, 503]) expect(of(status).is).toBe('unanswered');
  const reason = 'no answer in time';
  expect(verdictOf({ fault: 'no_answer', reason }, now)).toEqual({ is: 'unanswered', reason });
  expect(verdictOf({ fault: 'address' }, now)).toEqual({ is: 'not_called', why: 'address' });
});
