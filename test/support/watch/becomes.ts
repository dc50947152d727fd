// What a page shows comes when it comes: whoever asks for it looks again and again.
import { expect } from 'bun:test';

/** Finds what never comes: a machine that is slow is no failure. */
const patience_ms = 60_000;
const pause_ms = 20;

/** Until `check` throws no more; the failure is what it threw last. */
export const holds = async (check: () => unknown): Promise<void> => {
  for (const end = performance.now() + patience_ms; ; await Bun.sleep(pause_ms)) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
};

/** Until what is there is what is wanted. */
export const becomes = <Value>(
  look: () => Promise<Value> | Value,
  wanted: NoInfer<Value>,
): Promise<void> => holds(async () => expect<unknown>(await look()).toEqual(wanted));
