// Deletes messages that have expired, for both, as their senders would.
import { expired_per_job, expiry_every_ms } from '../../protocol/conversation-limits';
import type { World } from '../../world';
import { type DeleteDeps, deleteForBoth } from '../shared/delete-message';

type Deps = DeleteDeps & Pick<World, 'ledger' | 'clock' | 'log'>;

/** All that have expired by now; the rest of it comes with the next look if it can't be stored. */
export const deleteExpired = async (world: Deps): Promise<void> => {
  const { ledger, messages, clock, log } = world;
  const isDue = () => (messages.firstExpiry() ?? Number.POSITIVE_INFINITY) <= clock.now();
  try {
    while (isDue()) {
      await ledger.write((job) => {
        for (const row of messages.expired(job.now, expired_per_job))
          deleteForBoth(world, job, row);
      });
    }
  } catch (error) {
    log.warn('messages that have expired could not be deleted, which is tried again', { error });
  }
};

/** Gives what stops it. */
export const startExpiry = (world: Deps): (() => void) => {
  let isRunning = false;
  const look = async () => {
    if (isRunning) return;
    isRunning = true;
    await deleteExpired(world);
    isRunning = false;
  };
  const timer = setInterval(look, expiry_every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
