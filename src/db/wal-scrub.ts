// Scrubs deleted data from what is beside the database: from the write-ahead log, which keeps old
// pages until a checkpoint, and with the copy from before an upgrade, which holds it for ever.
import type { Database } from 'bun:sqlite';
import { unlink } from 'node:fs/promises';
import { codeOf } from '../platform/error-code';
import type { Log } from '../platform/log';
import { wal_scrub_delay_ms } from '../protocol/limits';
import { truncateWal } from './file/checkpoint';
import { copyBeforeUpgrade } from './file/snapshot';

export const createWalScrub = (database: Database, log: Log, delay_ms = wal_scrub_delay_ms) => {
  let timer: Timer | undefined;
  let isCopyGone = false;
  const scrub = () => {
    timer = undefined;
    try {
      if (!truncateWal(database, 0)) scheduleLog();
    } catch (error) {
      log.warn('deleted data is still in the write-ahead log', { error });
      scheduleLog();
    }
  };
  const scheduleLog = () => {
    timer ??= setTimeout(scrub, delay_ms);
    timer.unref();
  };
  // At once: a crash before the scrub must not leave it there. A start makes at most one.
  const removeCopy = async () => {
    if (isCopyGone) return;
    isCopyGone = true;
    try {
      await unlink(copyBeforeUpgrade(database.filename));
      log.info('the copy from before the upgrade is removed: it holds what is deleted now');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      isCopyGone = false;
      log.warn('deleted data is still in the copy from before the upgrade', { error });
    }
  };
  return {
    /** Soon, with everything else that is deleted until then. Closing the database scrubs too. */
    schedule(): void {
      scheduleLog();
      void removeCopy();
    },
    /** The log alone, when nothing is deleted. */
    scheduleLog,
    stop: (): void => clearTimeout(timer),
  };
};

export type WalScrub = ReturnType<typeof createWalScrub>;
