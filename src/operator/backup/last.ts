// The last backup that was proven restorable, noted in the data directory.
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LAST_BACKUP = 'last-backup.json';

export interface LastBackup {
  file: string;
  bytes: number;
  is_sealed: boolean;
  /** Uploads whose bytes were missing though nobody had deleted them. */
  uploads_missing: number;
  /** RFC 3339: everything acknowledged before is in it. */
  proven_at: string;
}

/** Undefined if there was none, or if the note is unreadable. */
export const lastBackup = (data_dir: string): LastBackup | undefined => {
  try {
    return JSON.parse(readFileSync(join(data_dir, LAST_BACKUP), 'utf8'));
  } catch {
    return undefined;
  }
};

/** Written atomically, because the server reads it. */
export const noteBackup = async (data_dir: string, last: LastBackup): Promise<void> => {
  const path = join(data_dir, LAST_BACKUP);
  const partial = `${path}.${process.pid}`;
  try {
    await writeFile(partial, JSON.stringify(last), { mode: 0o600, flush: true });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
