// What is done now and then, without anyone asking.
import { event_age_ms, housekeeping_every_ms, prune_events_max } from './limits';
import type { World } from './world';

/** Also once at the start. Returns what stops it. */
export const startHousekeeping = (world: World): (() => void) => {
  const { ledger, sessions, eventLog, shredder, log } = world;
  const run = async () => {
    try {
      await ledger.write(({ now }) => sessions.sweep(now));
      let pruned = prune_events_max;
      while (pruned === prune_events_max) {
        pruned = await ledger.write(({ now }) =>
          eventLog.prune(now - event_age_ms, prune_events_max),
        );
      }
    } catch (error) {
      log.warn('housekeeping has to wait', { error });
    }
    await shredder.run();
  };
  const first = setTimeout(run, 0);
  const timer = setInterval(run, housekeeping_every_ms);
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
};
