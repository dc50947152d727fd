// One person's work of one kind: some of it at once, some in line.
import { Refusal } from '../../protocol/errors';
import {
  queue_retry_after_s,
  work_keys_max,
  work_requests_max,
  work_transfers_max,
  work_waiting_max,
  work_waiting_ms,
} from '../../protocol/limits';

/** Keys never wait. */
const KINDS = {
  request: { max: work_requests_max, waiting_max: work_waiting_max },
  transfer: { max: work_transfers_max, waiting_max: work_waiting_max },
  keys: { max: work_keys_max, waiting_max: 0 },
};
export type WorkKind = keyof typeof KINDS;

interface Waiting {
  request: Request;
  go(): void;
  refuse(error: unknown): void;
}

const tooMany = () => new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s });

export const createDesk = (
  kind: WorkKind,
  now: () => number,
  started: (request: Request) => void,
) => {
  const { max, waiting_max } = KINDS[kind];
  const line: Waiting[] = [];
  let running = 0;
  let free_at = 0;

  const isFree = () => running < max && (free_at === 0 || free_at <= now());
  const start = (request: Request): void => {
    running += 1;
    started(request);
  };

  /** Begins what may begin; whoever has gone away in the meantime is let go of. */
  const next = (): void => {
    while (line.length > 0 && isFree()) {
      const waiting = line.shift();
      if (waiting === undefined) return;
      if (waiting.request.signal.aborted) {
        waiting.refuse(tooMany());
        continue;
      }
      start(waiting.request);
      waiting.go();
    }
    const pause_ms = free_at - now();
    if (line.length > 0 && pause_ms > 0) setTimeout(next, Math.ceil(pause_ms));
  };

  const wait = (request: Request): Promise<void> => {
    if (line.length >= waiting_max) throw tooMany();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { request, go: resolve, refuse: reject };
    line.push(waiting);
    const timer = setTimeout(() => {
      const at = line.indexOf(waiting);
      if (at >= 0) line.splice(at, 1);
      reject(tooMany());
    }, work_waiting_ms);
    timer.unref();
    // Who waits for the end of a pause alone is called by nobody who leaves.
    if (running === 0) next();
    return promise.finally(() => clearTimeout(timer));
  };

  return {
    /** At once if there is room: a promise would cost more. @throws or rejects with tooManyRequests */
    enter(request: Request): void | Promise<void> {
      if (line.length > 0 || !isFree()) return wait(request);
      return start(request);
    },
    /** Nothing begins for so long; who never waits would be refused instead, and is not paused. */
    pause(pause_ms: number): void {
      if (pause_ms > 0 && waiting_max > 0) free_at = Math.max(free_at, now() + pause_ms);
    },
    /** One has ended. */
    leave(): void {
      running -= 1;
      if (line.length > 0) next();
    },
  };
};

export type Desk = ReturnType<typeof createDesk>;
