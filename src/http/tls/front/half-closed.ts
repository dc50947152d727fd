// A client that sent its request and closed its sending half waits for the answer, as TCP allows
// (RFC 9293, 3.6). The inner listener, which is the runtime's, closes its connection as soon as it
// hears that, whether it has answered or not: so it hears it after its answer.
import { type End, finish } from './pipe';

const look_every_ms = 250;
/** Nothing came of the answer for so long: it is over. */
const quiet_ms_max = 2_000;
/** Of an answer that does not begin: what the server takes its time for is answered within that. */
const unanswered_ms_max = 60_000;

export interface Patience {
  /** For tests: how long an answer may not begin, and may not go on. */
  unanswered_ms?: number;
  quiet_ms?: number;
}
/** The beginning of an answer after which the connection is no longer HTTP (RFC 9110, 15.2.2). */
const SWITCHED = Buffer.from('HTTP/1.1 101 ');

/** Of what the inner listener says. */
export const isSwitch = (bytes: Buffer): boolean =>
  bytes.subarray(0, SWITCHED.length).equals(SWITCHED);

/** `other` hears of the end of `client` once it has answered; `allGiven` when it was given all. */
export const finishAnswered = (
  client: End,
  other: End,
  { allGiven, unanswered_ms, quiet_ms }: Patience & { allGiven: () => void },
): void => {
  const ended_at = performance.now();
  let isTold = false;
  const timer = setInterval(() => {
    const isOver = client.isClosed || other.isClosed;
    if (!isTold && other.unsent.length === 0) {
      isTold = true;
      allGiven();
    }
    const now = performance.now();
    const quiet_since = Math.max(ended_at, client.given_at);
    const ms = client.isAwaiting
      ? (unanswered_ms ?? unanswered_ms_max)
      : (quiet_ms ?? quiet_ms_max);
    const isLong = now - quiet_since >= ms;
    if (!isOver && (!isLong || client.unsent.length > 0)) return;
    clearInterval(timer);
    finish(other);
  }, look_every_ms);
  timer.unref();
};
