// The last backup that was proven restorable, noted in the data directory.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LAST_BACKUP = 'last-backup.json';

export interface LastBackup {
  file: string;
  bytes: number;
  /** RFC 3339. */
  proven_at: string;
}

export const lastBackup = (data_dir: string): LastBackup | undefined => {
  const path = join(data_dir, LAST_BACKUP);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
};
