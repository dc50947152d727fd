// Tries again what failed: soon the first time, and later each time after that.
import type { Clock } from '../platform';

const again_ms_min = 2_000;
const again_ms_max = 60_000;
/** After so long it is another failure. */
const calm_ms = 300_000;

export const createBackOff = (clock: Clock, act: () => void) => {
  let wait_ms = again_ms_min;
  let failed_at = Number.NEGATIVE_INFINITY;
  let cancel = () => {};
  return {
    later(): void {
      const isOther = clock.now() - failed_at > calm_ms;
      wait_ms = isOther ? again_ms_min : Math.min(2 * wait_ms, again_ms_max);
      failed_at = clock.now();
      cancel();
      cancel = clock.after(wait_ms, act);
    },
    stop: (): void => cancel(),
  };
};
