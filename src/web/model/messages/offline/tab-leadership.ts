// Which tab writes what this device keeps: this one, or another one until it goes. A write that failed
// is tried again after a while, beginning with what lies there.
import type { Platform } from '../../platform';
import { createBackOff } from '../../store/back-off';
import type { Leader } from '../../store/leader';
import { createLeader } from '../../store/leader';
import type { Locks } from '../../store/locks';
import type { Offline } from '../../store/offline/offline';
import type { Progress } from '../../store/offline/schema';
import type { WriteBatch } from './write-batch';

export interface TabLeadershipNeeds extends Pick<Platform, 'clock' | 'openChannel'> {
  locks: Pick<Locks, 'manager'>;
  offline: Offline;
  userId: () => number;
}

/** Nothing is kept there: the server has no such data, and says which it has. */
const NOWHERE: Progress = { epoch: '', seq: 0 };

export const createTabLeadership = (
  { clock, locks, openChannel, offline, userId }: TabLeadershipNeeds,
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
  const again = createBackOff(clock, () => {
    if (leader?.isLeading()) void begin().catch(again.later);
  });
  batch.onFailure(again.later);
  /** Once it is known which tab leads. */
  const follow = async (): Promise<void> => {
    let beginning: Promise<unknown> = Promise.resolve();
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
  };

  return {
    onTakeOver(act: (from: Progress) => void): void {
      tookOver = act;
    },
    /** Gives how far this device is, once it is known which tab leads. */
    async start(): Promise<Progress | undefined> {
      const store = offline.store();
      if (store === null) return undefined;
      isStarted = false;
      await follow();
      isStarted = true;
      return store.meta<Progress>('progress');
    },
    /** There was no store at the start; what came since then is asked for as after another tab. */
    async startLate(): Promise<void> {
      if (leader !== undefined) return;
      isStarted = true;
      await follow();
    },
    stop(): void {
      again.stop();
      leader?.stop();
      batch.end();
    },
  };
};
