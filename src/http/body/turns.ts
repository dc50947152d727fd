// A large body can hold the event loop for tens of milliseconds while it is parsed and checked. Those
// of one person wait for each other, and after each of them others get the event loop for longer.
import { Refusal } from '../../protocol/errors';
import {
  heavy_pause_factor,
  heavy_pause_ms_max,
  heavy_request_ms_min,
  queue_retry_after_s,
  waiting_turns_max,
} from '../../protocol/limits';

/**
 * Runs `job` at once if no other one of that person held the event loop lately, else in order.
 * @throws tooManyRequests if as many wait as are kept in memory; what `job` throws
 */
export type TakeTurn = <Result>(me_id: number, job: () => Result) => Promise<Result>;

/** Whoever has no token shares the turns of all who have none. */
export const nobody_id = 0;

export const createTurns = (now: () => number = () => performance.now()): TakeTurn => {
  /** The end of the last one's turn, and of the pause after it. */
  const ends = new Map<number, Promise<void>>();
  const waiting = new Map<number, number>();
  const wait = async (me_id: number, before: Promise<void>): Promise<void> => {
    waiting.set(me_id, (waiting.get(me_id) ?? 0) + 1);
    await before;
    const left = (waiting.get(me_id) ?? 1) - 1;
    if (left > 0) waiting.set(me_id, left);
    else waiting.delete(me_id);
  };
  return async (me_id, job) => {
    if ((waiting.get(me_id) ?? 0) >= waiting_turns_max) {
      throw new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s });
    }
    const before = ends.get(me_id);
    const { promise: end, resolve } = Promise.withResolvers<void>();
    ends.set(me_id, end);
    if (before !== undefined) await wait(me_id, before);
    const began_ms = now();
    try {
      return job();
    } finally {
      const leave = () => {
        if (ends.get(me_id) === end) ends.delete(me_id);
        resolve();
      };
      const took_ms = now() - began_ms;
      if (took_ms < heavy_request_ms_min) leave();
      else setTimeout(leave, Math.min(heavy_pause_factor * took_ms, heavy_pause_ms_max));
    }
  };
};
