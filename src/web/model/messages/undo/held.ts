// Deletions whose time is not over: they can be undone, and nothing waits behind them.
import type { Clock } from '../../platform';
import type { ChangeRecord, Pending, PendingOf } from '../offline/pending';

/** None waits for longer, whatever the clock of the device does. */
const held_ms_max = 60_000;

export const createHeld = (clock: Clock, waiting: () => ChangeRecord[]) => {
  let due = (_: PendingOf<'remove'>): void => {};
  let isReleased = false;
  const leftOf = (change: Pending): number =>
    isReleased || change.type !== 'remove' ? 0 : (change.due_at ?? 0) - clock.now();
  const isHeld = ({ change }: ChangeRecord): boolean =>
    leftOf(change) > 0 && leftOf(change) <= held_ms_max;
  const known = new WeakSet<ChangeRecord>();
  return {
    isHeld,
    /** The timers of those that came, from here, another tab or an earlier page. */
    watch(): void {
      for (const record of waiting().filter((each) => isHeld(each) && !known.has(each))) {
        known.add(record);
        const { change } = record;
        clock.after(leftOf(change), () => {
          if (waiting().includes(record) && change.type === 'remove') due(change);
        });
      }
    },
    onDue(act: typeof due): void {
      due = act;
    },
    held: (): PendingOf<'remove'>[] =>
      waiting()
        .filter(isHeld)
        .flatMap(({ change }) => (change.type === 'remove' ? [change] : [])),
    release(): void {
      isReleased = true;
    },
  };
};
