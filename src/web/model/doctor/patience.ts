// How long the steps of a check are waited for. Where nothing comes back nobody says so: a browser gives
// no error if UDP is blocked, it goes on asking. But a slow device, or a slow line, is no closed port.
import type { Clock } from '../platform';

/** For each step, on a device that is quick. */
const patience_ms = 3_000;
/** As long as nothing has come back, it may be the device that is slow. */
const unknown_ms_max = 20_000;
/** What works takes about as long by every way. */
const times_slower_max = 4;
const look_again_ms = 250;

/** Resolves in time, or after the limit with what is known until then. */
export const within = async (clock: Clock, done: Promise<unknown>, ms: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(ms, resolve);
  await Promise.race([done, promise]);
  cancel();
};

/** For steps of one kind that are under way at once: how long the quickest took is a measure for all. */
export const createPatience = (clock: Clock, least_ms = patience_ms) => {
  let limit_ms = Math.max(least_ms, unknown_ms_max);
  return {
    /** `came`: whether it is done because something came back. */
    async within(done: Promise<unknown>, came: () => boolean): Promise<void> {
      const began_at = clock.now();
      const took_ms = () => clock.now() - began_at;
      let isDone = false;
      const ending = done.then(() => {
        isDone = true;
      });
      while (!isDone && took_ms() < limit_ms) await within(clock, ending, look_again_ms);
      if (came()) limit_ms = Math.min(limit_ms, Math.max(least_ms, took_ms() * times_slower_max));
    },
  };
};

export type Patience = ReturnType<typeof createPatience>;
