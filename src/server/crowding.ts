// Keeps descriptors for files and for those who are in, however many connections come: a process that
// has none left answers nobody, whoever has long been connected included.
import { areTaken, type Descriptors } from '../platform/descriptors/descriptors';
import {
  descriptors_calm_ms,
  descriptors_look_every_ms,
  descriptors_looks_before_idle,
} from '../protocol/limits';
import type { World } from '../world';
import type { Listeners } from './listeners';

/**
 * Looks once. Members' connections are the last to go: as long as it is crowded, strangers have theirs
 * for one answer alone (http/requests.ts), so what stays idle is members'.
 */
export const createCrowding = (
  { condition, clock, log }: Pick<World, 'condition' | 'clock' | 'log'>,
  { max, connections_max }: Descriptors,
  { isFull, endSilent, endIdle }: Pick<Listeners, 'isFull' | 'endSilent' | 'endIdle'>,
): (() => void) => {
  /** Looks that found no room, since connections that are idle were closed. */
  let looks = 0;
  const isOver = (now: number) => now - (condition.crowded_at ?? 0) > descriptors_calm_ms;
  return () => {
    const now = clock.now();
    if (areTaken(connections_max) || isFull()) {
      condition.crowded_at = now;
      if (!condition.is_crowded) {
        log.warn('too many connections: those that ask nothing are closed', { max });
      }
      condition.is_crowded = true;
      endSilent();
      looks += 1;
      if (looks < descriptors_looks_before_idle) return;
      endIdle();
      looks = 0;
    } else if (condition.is_crowded && isOver(now)) {
      condition.is_crowded = false;
      looks = 0;
      log.info('there is room for connections again');
    }
  };
};

/** Returns a function that stops it. */
export const watchCrowding = (...parts: Parameters<typeof createCrowding>): (() => void) => {
  const timer = setInterval(createCrowding(...parts), descriptors_look_every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
