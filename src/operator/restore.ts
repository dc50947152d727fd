// A backup becomes a data directory: whole and examined, or not at all.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { examineDatabase, renewEpoch } from '../db/snapshot';
import type { Manifest } from './archive';
import { BackupError, DATABASE, readArchive } from './archive';

/** @throws BackupError where the directory is not empty or the backup is not whole */
export const restore = async (
  file: string,
  data_dir: string,
  progress: (name: string) => void,
): Promise<Manifest> => {
  const entries = existsSync(data_dir) ? await readdir(data_dir) : [];
  if (entries.length > 0) throw new BackupError(`${data_dir} is not empty: nothing was restored`);
  if (!existsSync(file)) throw new BackupError(`there is no ${file}`);
  process.umask(0o077);
  const parent = dirname(data_dir);
  await mkdir(parent, { recursive: true });
  const scratch = await mkdtemp(join(parent, `.${basename(data_dir)}-restoring-`));
  try {
    const manifest = await readArchive(file, scratch, () => true, progress);
    const database = join(scratch, DATABASE);
    const [fault] = examineDatabase(database);
    if (fault) throw new BackupError(fault);
    renewEpoch(database, randomBytes(12).toString('base64url'));
    if (existsSync(data_dir)) await rmdir(data_dir);
    await rename(scratch, data_dir);
    return manifest;
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
};
