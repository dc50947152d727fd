// Pushes that wait for their moment, for a service that has a place free, or for another try. One
// job stands for all that is new about one thing on one device, so that a flood takes no room; what
// a push says is composed when it goes out.
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log';
import {
  push_again_ms,
  push_jobs_max,
  push_sealed_per_turn,
  push_tick_ms,
} from '../protocol/push-limits';
import type { Receiver } from './seal';
import type { Outcome, Services } from './services';

export interface Composed {
  endpoint: string;
  receiver: Receiver;
  payload: string;
  /** Of the payload with its padding, bytes. */
  size: number;
  ttl_s: number;
  topic: string;
  settled(outcome: Outcome): void;
}

export interface Job {
  /** A device, and what it is about: there is one job of a key. */
  key: string;
  service: string;
  due_at: number;
  /** From one push of this key to the next. */
  apart_ms: number;
  /** Later than that it is of no use to anybody. */
  expires_at: number;
  /** Calls that nobody answered. */
  attempts: number;
  /** At the moment of sending; undefined if there is nothing to send any more. */
  compose(now: number): Composed | undefined;
}

interface Parts {
  clock: Clock;
  log: Log;
  services: Services;
  /** Seals and calls. Never throws. */
  send(composed: Composed, attempt: number): Promise<Outcome>;
}

interface State extends Parts {
  delayed: Map<string, Job>;
  /** By service. */
  ready: Map<string, Map<string, Job>>;
  flying: Set<string>;
  /** When the last push of a key may be followed, the soonest first. */
  free_at: Map<string, number>;
  scheduled: boolean;
  isStopped: boolean;
}

const sizeOf = ({ delayed, ready }: State): number => {
  let size = delayed.size;
  for (const jobs of ready.values()) size += jobs.size;
  return size;
};

const makeReady = ({ delayed, ready }: State, job: Job): void => {
  delayed.delete(job.key);
  const jobs = ready.get(job.service) ?? new Map<string, Job>();
  ready.set(job.service, jobs);
  jobs.set(job.key, job);
};

/** Takes the next job that may go out now. */
const takeNext = ({ ready, services }: State): Job | undefined => {
  if (services.isFull()) return undefined;
  for (const [service, jobs] of ready) {
    if (!services.mayCall(service)) continue;
    const [first] = jobs.values();
    // The others have their turn before it.
    ready.delete(service);
    if (first === undefined) continue;
    jobs.delete(first.key);
    if (jobs.size > 0) ready.set(service, jobs);
    return first;
  }
  return undefined;
};

// A few in a turn of the event loop: people who write go first.
const schedule = (state: State): void => {
  if (state.scheduled || state.isStopped || state.ready.size === 0) return;
  state.scheduled = true;
  setImmediate(() => {
    state.scheduled = false;
    for (let begun = 0; begun < push_sealed_per_turn; begun += 1) {
      const job = takeNext(state);
      if (job === undefined) return;
      begin(state, job);
    }
    schedule(state);
  });
};

/** Two of one key would overtake each other: the later one waits for the earlier one's answer. */
const mayGo = ({ clock, flying }: State, { key, due_at }: Job): boolean =>
  due_at <= clock.now() && !flying.has(key);

const put = (state: State, job: Job): void => {
  if (state.isStopped) return;
  if (!mayGo(state, job)) {
    state.delayed.set(job.key, job);
    return;
  }
  makeReady(state, job);
  schedule(state);
};

/** When a job that was called about is tried again, ms; undefined: not at all. */
const againAt = ({ services, clock }: State, job: Job, { verdict }: Outcome) => {
  const pause_ms = push_again_ms[job.attempts];
  const isAnswered = verdict.is !== 'unanswered' && verdict.is !== 'paused';
  if (isAnswered || (verdict.is === 'unanswered' && pause_ms === undefined)) return undefined;
  if (verdict.is === 'unanswered') job.attempts += 1;
  const at =
    verdict.is === 'paused' ? services.pausedUntil(job.service) : clock.now() + (pause_ms ?? 0);
  return at < job.expires_at ? at : undefined;
};

const tryAgain = (state: State, job: Job, at: number): void => {
  job.due_at = at;
  const newer = state.delayed.get(job.key) ?? state.ready.get(job.service)?.get(job.key);
  if (newer === undefined) {
    put(state, job);
    return;
  }
  // What came meanwhile has its place.
  newer.attempts = job.attempts;
  newer.due_at = Math.max(newer.due_at, at);
};

const compose = ({ clock, log }: State, job: Job): Composed | undefined => {
  try {
    return job.compose(clock.now());
  } catch (error) {
    log.error('a push could not be composed', { error });
    return undefined;
  }
};

function begin(state: State, job: Job): void {
  // It waited for another service, at which its device was before.
  if (state.flying.has(job.key)) {
    put(state, job);
    return;
  }
  const composed = compose(state, job);
  if (composed === undefined) return;
  const { flying, services, free_at, clock } = state;
  flying.add(job.key);
  services.began(job.service);
  free_at.delete(job.key);
  if (job.apart_ms > 0) free_at.set(job.key, clock.now() + job.apart_ms);
  void state.send(composed, job.attempts).then((outcome) => {
    flying.delete(job.key);
    services.ended(job.service, outcome);
    if (state.isStopped) return;
    composed.settled(outcome);
    const at = againAt(state, job, outcome);
    if (at !== undefined) tryAgain(state, job, at);
    const next = state.delayed.get(job.key);
    if (next !== undefined) put(state, next);
    schedule(state);
  });
}

const tick = (state: State): void => {
  const now = state.clock.now();
  for (const job of state.delayed.values()) if (mayGo(state, job)) makeReady(state, job);
  for (const [key, at] of state.free_at) {
    if (at > now) break;
    state.free_at.delete(key);
  }
  schedule(state);
};

/** In the place of one that waits under its key. */
const add = (state: State, job: Job): boolean => {
  const { delayed, ready, free_at } = state;
  if (ready.get(job.service)?.has(job.key)) return true;
  const known = delayed.get(job.key);
  if (known === undefined && sizeOf(state) >= push_jobs_max) return false;
  job.due_at = Math.max(job.due_at, free_at.get(job.key) ?? 0);
  if (known !== undefined) {
    job.attempts = known.attempts;
    // A service that does not answer is left in peace.
    job.due_at = known.attempts > 0 ? known.due_at : Math.min(known.due_at, job.due_at);
    delayed.delete(job.key);
  }
  put(state, job);
  return true;
};

export const createQueue = (parts: Parts) => {
  const state: State = {
    ...parts,
    delayed: new Map(),
    ready: new Map(),
    flying: new Set(),
    free_at: new Map(),
    scheduled: false,
    isStopped: false,
  };
  return {
    /** False if there is no room. */
    add: (job: Job): boolean => add(state, job),
    /** The job that waits for its time under a key. */
    delayed: (key: string): Job | undefined => state.delayed.get(key),
    /** The same, if it goes out no later than what is due then would. */
    delayedUntil(key: string, due_at: number): Job | undefined {
      const known = state.delayed.get(key);
      if (known === undefined || known.attempts > 0) return known;
      return known.due_at <= Math.max(due_at, state.free_at.get(key) ?? 0) ? known : undefined;
    },
    /** It goes out as soon as its service has a place free. */
    isReady: (key: string, service: string): boolean => state.ready.get(service)?.has(key) === true,
    drop(key: string, service: string): boolean {
      return state.delayed.delete(key) || state.ready.get(service)?.delete(key) === true;
    },
    /** What waits, and what is on its way. */
    size: (): number => sizeOf(state) + state.flying.size,
    /** Lets go what has fallen due: what was started does it by itself. */
    tick: (): void => tick(state),
    start(): () => void {
      const timer = setInterval(() => tick(state), push_tick_ms);
      timer.unref();
      return () => {
        clearInterval(timer);
        state.isStopped = true;
        state.delayed.clear();
        state.ready.clear();
      };
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;
