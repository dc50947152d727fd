// Work that takes a core or much memory, a few at a time.
import { Refusal } from '../errors';
import { lanes_retry_after_s } from '../limits';

/** `lanes` jobs at once, `waiting_max` in line. @throws tooManyRequests beyond that. */
export const createLanes = (lanes: number, waiting_max: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(job: () => Promise<T>): Promise<T> => {
    if (running >= lanes) {
      if (waiting.length >= waiting_max) {
        throw new Refusal('tooManyRequests', { retry_after_s: lanes_retry_after_s });
      }
      // Whoever leaves hands over the lane itself, so that nobody new can slip in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};

export type Lanes = ReturnType<typeof createLanes>;
