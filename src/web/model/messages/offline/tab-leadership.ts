// Which tab writes what this device keeps: this one, or another one until it goes. A write that failed
// is tried again after a while, beginning with what lies there.
import type { Clock, Platform } from '../../platform';
import type { Leader } from '../../store/leader';
import { createLeader } from '../../store/leader';
import type { Locks } from '../../store/locks';
import type { Offline } from '../../store/offline/offline';
import type { Progress } from '../../store/offline/schema';
import type { WriteBatch } from './write-batch';

export interface LeadingNeeds extends Pick<Platform, 'clock' | 'openChannel'> {
  locks: Pick<Locks, 'manager'>;
  offline: Offline;
  userId: () => number;
}

/** Nothing is kept there: the server has no such data, and says which it has. */
const NOWHERE: Progress = { epoch: '', seq: 0 };

/** After a failure: so long the first time, and twice as long each time after that. */
const again_ms_min = 2_000;
const again_ms_max = 60_000;
/** After so long it is another failure. */
const calm_ms = 300_000;

const createAgain = (clock: Clock, act: () => void) => {
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

export const createLeading = (
  { clock, locks, openChannel, offline, userId }: LeadingNeeds,
  batch: WriteBatch,
) => {
  let leader: Leader | undefined;
  let isStarted = false;
  /** Told when this tab becomes the one that writes, after another one or after a failure. */
  let tookOver = (_: Progress) => {};

  const begin = async (): Promise<void> => {
    const store = offline.store();
    if (store === null) return;
    const isLater = isStarted;
    await batch.begin(store);
    if (isLater) tookOver((await store.meta<Progress>('progress')) ?? NOWHERE);
  };
  const again = createAgain(clock, () => {
    if (leader?.isLeading()) void begin().catch(again.later);
  });
  batch.onFailure(again.later);

  return {
    onTakeOver(act: (from: Progress) => void): void {
      tookOver = act;
    },
    /** Gives how far this device is, once it is known which tab leads. */
    async start(): Promise<Progress | undefined> {
      const store = offline.store();
      if (store === null) return undefined;
      let beginning: Promise<unknown> = Promise.resolve();
      isStarted = false;
      leader = createLeader({
        clock,
        openChannel,
        locks: locks.manager,
        name: `chat8 leader ${userId()}`,
        leads() {
          beginning = begin().catch(again.later);
        },
        lost: batch.end,
      });
      await leader.begin();
      await beginning;
      isStarted = true;
      return store.meta<Progress>('progress');
    },
    stop(): void {
      again.stop();
      leader?.stop();
      batch.end();
    },
  };
};
