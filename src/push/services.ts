// What is known of each push service: how many calls it has at once, whether it asked for a pause,
// whether it answers at all, and what it said.
import type { Clock } from '../platform/clock';
import {
  push_calls_max,
  push_calls_of_service_max,
  push_failures_max,
  push_failures_pause_ms,
  push_services_known_max,
} from '../protocol/push-limits';
import type { Verdict } from './verdict';

/** A call and what came of it. */
export interface Outcome {
  verdict: Verdict;
  /** For the operator: a status, or why there was none. */
  said: string;
  /** How far this server's clock is ahead of the one that answered, ms. */
  ahead_ms: number | undefined;
}

export interface ServiceState {
  in_flight: number;
  paused_until: number;
  /** Calls in a row that nobody answered as they should. */
  failures: number;
  sent: number;
  taken: number;
  refused: number;
  failed: number;
  last: { said: string; at: number } | undefined;
  /** Why it takes nothing from this server at all, until it takes something again. */
  trouble: { reason: string; at: number } | undefined;
}

const unknown = (): ServiceState => ({
  in_flight: 0,
  paused_until: 0,
  failures: 0,
  sent: 0,
  taken: 0,
  refused: 0,
  failed: 0,
  last: undefined,
  trouble: undefined,
});

const skew_ms_max = 5 * 60_000;

/** A wrong clock makes tokens that are not valid yet, or no longer. */
const inWords = (reason: string, ahead_ms: number | undefined): string => {
  if (ahead_ms === undefined || Math.abs(ahead_ms) < skew_ms_max) return reason;
  const minutes = Math.round(Math.abs(ahead_ms) / 60_000);
  return `${reason}; the clock is ${minutes} minutes ${ahead_ms > 0 ? 'ahead' : 'behind'}`;
};

export const createServices = (clock: Clock) => {
  const states = new Map<string, ServiceState>();
  let in_flight = 0;

  const stateOf = (service: string): ServiceState => {
    const known = states.get(service);
    if (known !== undefined) return known;
    if (states.size >= push_services_known_max) {
      const idle = [...states].find(([, state]) => state.in_flight === 0);
      if (idle !== undefined) states.delete(idle[0]);
    }
    const state = unknown();
    states.set(service, state);
    return state;
  };

  const note = (state: ServiceState, { verdict, said }: Outcome) => {
    const now = clock.now();
    state.last = { said, at: now };
    if (verdict.is === 'taken') {
      state.taken += 1;
      state.trouble = undefined;
    } else if (verdict.is === 'unanswered') state.failed += 1;
    else state.refused += 1;
    if (verdict.is === 'paused') state.paused_until = now + verdict.pause_ms;
    state.failures = verdict.is === 'unanswered' ? state.failures + 1 : 0;
    if (state.failures >= push_failures_max) state.paused_until = now + push_failures_pause_ms;
  };

  return {
    /** After many failures one call at a time tries whether it answers again. */
    mayCall(service: string): boolean {
      const state = stateOf(service);
      const max = state.failures >= push_failures_max ? 1 : push_calls_of_service_max;
      return (
        in_flight < push_calls_max && state.in_flight < max && state.paused_until <= clock.now()
      );
    },
    isFull: (): boolean => in_flight >= push_calls_max,
    pausedUntil: (service: string): number => stateOf(service).paused_until,
    began(service: string): void {
      in_flight += 1;
      const state = stateOf(service);
      state.in_flight += 1;
      state.sent += 1;
    },
    ended(service: string, outcome: Outcome): void {
      in_flight -= 1;
      const state = stateOf(service);
      state.in_flight -= 1;
      note(state, outcome);
    },
    /** It is the operator's matter: the service takes nothing from this server. False if it was. */
    troubled(service: string, reason: string, ahead_ms: number | undefined): boolean {
      const state = stateOf(service);
      const isNew = state.trouble === undefined;
      state.trouble = { reason: inWords(reason, ahead_ms), at: clock.now() };
      return isNew;
    },
    all: (): [string, Readonly<ServiceState>][] => [...states],
  };
};

export type Services = ReturnType<typeof createServices>;
