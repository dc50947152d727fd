// Scrubs deleted data from the write-ahead log, which keeps old pages until a checkpoint.
import type { Database } from 'bun:sqlite';
import type { Log } from '../platform/log';
import { wal_scrub_delay_ms } from '../protocol/limits';
import { truncateWal } from './file/checkpoint';

export const createWalScrub = (database: Database, log: Log, delay_ms = wal_scrub_delay_ms) => {
  let timer: Timer | undefined;
  const scrub = () => {
    timer = undefined;
    try {
      if (!truncateWal(database, 0)) schedule();
    } catch (error) {
      log.warn('deleted data is still in the write-ahead log', { error });
      schedule();
    }
  };
  const schedule = () => {
    timer ??= setTimeout(scrub, delay_ms);
    timer.unref();
  };
  return {
    /** Soon, with everything else that is deleted until then. Closing the database scrubs too. */
    schedule,
    stop: (): void => clearTimeout(timer),
  };
};

export type WalScrub = ReturnType<typeof createWalScrub>;
