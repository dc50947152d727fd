// Scheduled backups, each in a separate process. The oldest beyond the number to keep are removed.
import { join } from 'node:path';
import { runSelf } from '../../platform/child-process';
import { reasonOf } from '../../protocol/errors';
import { backup_check_every_ms, backup_retry_after_ms } from '../../protocol/limits';
import type { World } from '../../world';
import { backupName, backupsIn, makeBackupsDirectory, pruneBackups, timeOf } from './names';

/** Returns a function that stops it. */
export const startBackups = ({ config, log, condition }: World): (() => void) => {
  const { backup_dir, backup_every_s, backup_keep, data_dir } = config;
  if (backup_dir === undefined) return () => {};
  let running: ReturnType<typeof runSelf>;
  let retry_at = 0;
  let isStopped = false;

  const isDue = () => {
    const newest = backupsIn(backup_dir).at(-1);
    if (Date.now() < retry_at) return false;
    return newest === undefined || timeOf(newest) + backup_every_s * 1_000 <= Date.now();
  };
  const failed = (reason: string) => {
    condition.backups_failed += 1;
    condition.backup_fault = reason;
    retry_at = Date.now() + Math.min(backup_retry_after_ms, backup_every_s * 1_000);
    log.error('the backup failed', { reason });
  };
  const makeIfDue = async () => {
    try {
      if (!isDue()) return;
      makeBackupsDirectory(backup_dir);
      const isSealed = config.backup_passphrase !== undefined;
      const file = join(backup_dir, backupName(Date.now(), isSealed));
      // A passphrase in the environment is handed down with it.
      const { backup_passphrase_file: secret } = config;
      running = runSelf([
        ...['backup', file, '--data-dir', data_dir],
        ...(secret === undefined ? [] : ['--backup-passphrase-file', secret]),
      ]);
      const ended = await running?.ended;
      if (isStopped || ended === undefined) return;
      if (ended.code !== 0) {
        const said = ended.stderr.replace(/^chat8: /gm, '');
        return failed(said || `it was ended from outside (${ended.code})`);
      }
      condition.backup_fault = undefined;
      log.info('a backup was made and proven', { file });
      pruneBackups(backup_dir, backup_keep);
    } catch (error) {
      failed(reasonOf(error));
    }
  };
  /** One at a time, however long it takes. */
  const check = async () => {
    if (running) return;
    await makeIfDue();
    running = undefined;
  };
  const timer = setInterval(
    () => void check(),
    Math.min(backup_check_every_ms, backup_every_s * 250),
  );
  const first = setTimeout(() => void check(), 0);
  return () => {
    isStopped = true;
    clearInterval(timer);
    clearTimeout(first);
    running?.stop();
  };
};
