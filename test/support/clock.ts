// A clock that a test turns; it stands still in between.
import type { Clock } from '../../src/platform/clock';

export const manualClock = (start = Date.now()): Clock & { advance(ms: number): void } => {
  let now = start;
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
};
