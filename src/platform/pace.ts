// Holds up what comes faster than its pace, for each key apart.

interface Options {
  per_s: number;
  /** So much passes at once after a rest. */
  burst: number;
  /** For tests; ms. */
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

/** Resolves once what so much had to wait for is over: the next of that key comes after that. */
export const createPace = ({
  per_s,
  burst,
  now = () => performance.now(),
  sleep = Bun.sleep,
}: Options) => {
  const msOf = (amount: number) => (amount * 1_000) / per_s;
  /** When all that passed would have passed at the pace. */
  const due = new Map<number, number>();
  return async (key: number, amount: number): Promise<void> => {
    const at = Math.max(due.get(key) ?? 0, now()) + msOf(amount);
    due.set(key, at);
    const ahead_ms = at - msOf(burst) - now();
    if (ahead_ms > 0) await sleep(ahead_ms);
  };
};
