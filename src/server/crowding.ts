// Keeps descriptors for files and for those who are in, however many connections come: a process that
// has none left answers nobody, whoever has long been connected included.
import { areTaken, type Descriptors } from '../platform/descriptors/descriptors';
import { descriptors_calm_ms, descriptors_look_every_ms } from '../protocol/limits';
import type { World } from '../world';
import type { Listeners } from './listeners';

/** Returns a function that stops it. */
export const watchCrowding = (
  { condition, clock, log }: Pick<World, 'condition' | 'clock' | 'log'>,
  { max, connections_max }: Descriptors,
  { isFull, makeRoom }: Pick<Listeners, 'isFull' | 'makeRoom'>,
): (() => void) => {
  let isCrowded = false;
  const look = () => {
    const now = clock.now();
    if (areTaken(connections_max) || isFull()) {
      condition.crowded_at = now;
      if (!isCrowded) log.warn('too many connections: those that ask nothing are closed', { max });
      isCrowded = true;
      makeRoom();
    } else if (isCrowded && now - (condition.crowded_at ?? 0) > descriptors_calm_ms) {
      isCrowded = false;
      log.info('there is room for connections again');
    }
  };
  const timer = setInterval(look, descriptors_look_every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
