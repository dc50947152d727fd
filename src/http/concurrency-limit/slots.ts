// One person's requests of one kind: some run at once, the others wait in a queue.
import { Refusal } from '../../protocol/errors';
import {
  concurrent_key_requests_max,
  concurrent_pages_max,
  concurrent_requests_max,
  concurrent_transfers_max,
  concurrent_transfers_of_all_max,
  queue_retry_after_s,
  queued_bodies_bytes_max,
  queued_bodies_of_all_bytes_max,
  queued_request_ms_max,
  queued_requests_max,
  waiting_body_bytes_max,
} from '../../protocol/limits';

/**
 * Requests for keys never wait. A page is a request, too, and takes a slot of both kinds; a transfer
 * takes one of its person's and one of everybody's.
 */
const KINDS = {
  request: { max: concurrent_requests_max, queued_max: queued_requests_max },
  page: { max: concurrent_pages_max, queued_max: queued_requests_max },
  transfer: { max: concurrent_transfers_max, queued_max: queued_requests_max },
  everyTransfer: { max: concurrent_transfers_of_all_max, queued_max: queued_requests_max },
  keys: { max: concurrent_key_requests_max, queued_max: 0 },
};
export type SlotKind = keyof typeof KINDS;

interface Waiting {
  request: Request;
  go(): void;
  refuse(error: unknown): void;
}

/**
 * What the runtime holds of the body of a request that waits or is refused: as much as it says, or as
 * it takes before it stops reading.
 */
export const heldBy = ({ method, headers }: Request): number => {
  if (method === 'GET' || method === 'HEAD') return 0;
  const length = headers.get('content-length');
  const declared = length ?? (headers.has('transfer-encoding') ? waiting_body_bytes_max : 0);
  return Math.min(Number(declared), waiting_body_bytes_max);
};

const tooMany = () => new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s });

/** The bodies of all requests that wait, whoever sends them. */
export const createHeldBodies = () => {
  let all_bytes = 0;
  return {
    bytes: (): number => all_bytes,
    /** Those that wait for the same slots. */
    createPart() {
      let part_bytes = 0;
      const hasRoom = (more: number): boolean =>
        part_bytes + more <= queued_bodies_bytes_max &&
        all_bytes + more <= queued_bodies_of_all_bytes_max;
      const change = (bytes: number): void => {
        part_bytes += bytes;
        all_bytes += bytes;
      };
      /** The returned function lets go of it. @throws tooManyRequests */
      return (request: Request): (() => void) => {
        const bytes = heldBy(request);
        if (bytes > 0 && !hasRoom(bytes)) throw tooMany();
        change(bytes);
        return () => change(-bytes);
      };
    },
  };
};

type HeldBodies = ReturnType<typeof createHeldBodies>;

export const createSlots = (
  kind: SlotKind,
  now: () => number,
  bodies: HeldBodies,
  started: (request: Request) => void,
) => {
  const { max, queued_max } = KINDS[kind];
  const queue: Waiting[] = [];
  const holdBody = bodies.createPart();
  let running = 0;
  let free_at = 0;

  const isFree = () => running < max && (free_at === 0 || free_at <= now());
  const start = (request: Request): void => {
    running += 1;
    started(request);
  };

  /** Starts as many as there is room for; a request whose client is gone is refused. */
  const next = (): void => {
    while (queue.length > 0 && isFree()) {
      const waiting = queue.shift();
      if (waiting === undefined) return;
      if (waiting.request.signal.aborted) {
        waiting.refuse(tooMany());
        continue;
      }
      start(waiting.request);
      waiting.go();
    }
    const pause_ms = free_at - now();
    if (queue.length > 0 && pause_ms > 0) setTimeout(next, Math.ceil(pause_ms));
  };

  const wait = (request: Request): Promise<void> => {
    if (queue.length >= queued_max) throw tooMany();
    const letGo = holdBody(request);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { request, go: resolve, refuse: reject };
    queue.push(waiting);
    const timer = setTimeout(() => {
      const at = queue.indexOf(waiting);
      if (at >= 0) queue.splice(at, 1);
      reject(tooMany());
    }, queued_request_ms_max);
    timer.unref();
    // What waits for the end of a pause is started by no release: what runs may take its time.
    if (running < max) next();
    return promise.finally(() => {
      clearTimeout(timer);
      letGo();
    });
  };

  return {
    /** At once if there is room: a promise would cost more. @throws or rejects with tooManyRequests */
    acquire(request: Request): void | Promise<void> {
      if (queue.length > 0 || !isFree()) return wait(request);
      return start(request);
    },
    /** Nothing starts for so long. A kind that never waits is not paused: it would be refused. */
    pause(pause_ms: number): void {
      if (pause_ms > 0 && queued_max > 0) free_at = Math.max(free_at, now() + pause_ms);
    },
    release(): void {
      running -= 1;
      if (queue.length > 0) next();
    },
    /** Nothing runs, waits or has a pause to wait for. */
    isIdle: (): boolean => running === 0 && queue.length === 0 && free_at <= now(),
  };
};

export type Slots = ReturnType<typeof createSlots>;
