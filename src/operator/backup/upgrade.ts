// Before a migration, backs up what it could damage, and proves that; otherwise nothing is migrated.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config';
import {
  copyBeforeUpgrade,
  copyDatabase,
  countRows,
  examineDatabase,
} from '../../db/file/snapshot';
import { DATABASE } from '../../platform/data-names';
import type { Log } from '../../platform/log';
import { reasonOf } from '../../protocol/errors';
import { backup } from './backup';
import { BackupError } from './fault';
import { backupName, makeBackupsDirectory } from './names';
import { silent } from './progress';

/** A migration changes only the database; the uploads stay as they are. */
const keepCopy = (database: string): string => {
  const kept = copyBeforeUpgrade(database);
  const partial = `${kept}.partial`;
  rmSync(partial, { force: true });
  try {
    copyDatabase(database, partial);
    const [fault] = examineDatabase(partial);
    if (fault) throw new BackupError(fault);
    if (JSON.stringify(countRows(partial)) !== JSON.stringify(countRows(database))) {
      throw new BackupError('the copy does not hold what the original does');
    }
    const file = openSync(partial, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(partial, kept);
    return kept;
  } finally {
    if (existsSync(partial)) rmSync(partial);
  }
};

/** A start that was killed may have made one in this very second. */
const freeName = async (dir: string, isSealed: boolean): Promise<string> => {
  for (;;) {
    const file = join(dir, backupName(Date.now(), isSealed, '-before-upgrade'));
    if (!existsSync(file)) return file;
    await Bun.sleep(100);
  }
};

/** Whole and proven if backups are made, else of the database alone. @throws BackupError */
export const protectUpgrade =
  (config: Config, log: Log) =>
  async (from: number, to: number): Promise<void> => {
    const { data_dir, backup_dir, backup_passphrase: passphrase } = config;
    log.info('the database is upgraded, after a backup of it', { from, to });
    let file: string;
    try {
      if (backup_dir === undefined) file = keepCopy(join(data_dir, DATABASE));
      else {
        makeBackupsDirectory(backup_dir);
        file = await freeName(backup_dir, passphrase !== undefined);
        await backup({ data_dir, target: file, passphrase, progress: silent });
      }
    } catch (error) {
      throw new BackupError(`not upgraded, for the backup before it failed: ${reasonOf(error)}`);
    }
    log.info('a backup was made and proven', { file });
  };
