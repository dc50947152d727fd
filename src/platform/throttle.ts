// Holds up what comes faster than a rate, for each key apart.
import { createSweptMap } from './swept-map';

interface Options {
  per_s: number;
  /** So much passes at once after a rest. */
  burst: number;
  /** For tests; ms. */
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export const createThrottle = ({
  per_s,
  burst,
  now = () => performance.now(),
  sleep = Bun.sleep,
}: Options) => {
  const msOf = (amount: number) => (amount * 1_000) / per_s;
  /**
   * When all that passed would have passed at the rate. Whoever has rested for long enough has a whole
   * burst again, as has somebody who never came.
   */
  const due = createSweptMap<number, number>((at) => at <= now());
  return {
    /** Resolves once what so much has to wait for is over: the next of that key comes after that. */
    async pass(key: number, amount: number): Promise<void> {
      const at = Math.max(due.get(key) ?? 0, now()) + msOf(amount);
      due.set(key, at);
      const ahead_ms = at - msOf(burst) - now();
      if (ahead_ms > 0) await sleep(ahead_ms);
    },
    /** How many keys are remembered. */
    size: due.size,
  };
};
