// Loads the list of conversations once for all who need it at the same moment: whoever comes back after
// long is told of hundreds of changes, and each of them may ask for the list.
import type { Clock } from '../../platform';

/** One that is not answered by then holds up nobody. */
const hung_ms = 10_000;

/** Whoever asks while one is on its way gets the next one, for that one may be older than what is new. */
export const loadOnceForAll = (load: () => Promise<void>, { after }: Pick<Clock, 'after'>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    next = undefined;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = after(hung_ms, resolve);
    const loading = load();
    const turn = Promise.race([loading, late]).finally(() => {
      cancel();
      if (running === turn) running = undefined;
    });
    running = turn;
    turn.catch(() => {});
    return loading;
  };
  return (): Promise<void> => {
    if (running === undefined) return begin();
    next ??= running.catch(() => {}).then(begin);
    return next;
  };
};
