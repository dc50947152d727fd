// Whether what was missed is still coming in: from the greeting of a connection until all of it is shown.
// Nobody can look at it meanwhile, so nothing of it counts as seen.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';

/** A server that says nothing more of it for so long has nothing more to say. */
const silent_ms_max = 10_000;

export const createCatchUp = ({ after }: Pick<Clock, 'after'>) => {
  const isUnderWay = signal(false);
  const works = new Set<Promise<unknown>>();
  let [seq, head] = [0, 0];
  let cancel = () => {};

  const check = (): void => {
    isUnderWay.value = seq < head || works.size > 0;
    if (!isUnderWay.value) cancel();
  };
  const giveUp = (): void => {
    seq = head;
    works.clear();
    check();
  };
  const goOn = (): void => {
    cancel();
    cancel = after(silent_ms_max, giveUp);
    check();
  };
  const during = <Value>(work: Promise<Value>): Promise<Value> => {
    works.add(work);
    const done = () => {
      works.delete(work);
      check();
    };
    work.then(done, done);
    goOn();
    return work;
  };
  return {
    isUnderWay: readonly(isUnderWay),
    /** A connection was greeted: the events after `since` follow, up to `to`. */
    begin(since: number, to: number): void {
      [seq, head] = [since, to];
      goOn();
    },
    /** Everything is read again. */
    during,
    /** An event came; it is shown when `applied` is fulfilled. */
    came(event: number, applied: Promise<unknown>): void {
      if (!isUnderWay.value) return;
      seq = Math.max(seq, event);
      void during(applied);
    },
  };
};

export type CatchUp = ReturnType<typeof createCatchUp>;
