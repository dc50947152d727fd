// Proves a backup: the database is restored to scratch and checked, the rest read back and hashed.
import { join } from 'node:path';
import { countRows, examineDatabase, storedFiles } from '../../db/file/snapshot';
import { DATABASE } from '../../platform/data-names';
import { folderOf, pathBelow } from '../../platform/file-paths';
import type { Manifest } from './archive';
import { BackupError } from './fault';
import type { Progress } from './progress';
import { isUpload, readArchive } from './unpack';

/** The path of an upload's bytes, in a data directory and in a backup. */
export const archivePath = (row: { id: string; receiver_id: number | null }): string =>
  pathBelow(folderOf(row), row.id);

/** Holds a database that came out of a backup against what else the backup says. */
export const proveDatabase = (path: string, { counts, entries }: Manifest): void => {
  const [fault] = examineDatabase(path);
  if (fault) throw new BackupError(fault);
  if (JSON.stringify(countRows(path)) !== JSON.stringify(counts)) {
    throw new BackupError('its database does not hold what the original did');
  }
  const sizes = new Map(entries.map(({ name, size }) => [name, size]));
  const rows = storedFiles(path);
  const missing = rows.filter((row) => sizes.get(archivePath(row)) !== row.size).length;
  if (missing > 0) throw new BackupError(`${missing} uploads are missing in it`);
  const uploads = entries.filter(({ name }) => isUpload(name)).length;
  if (uploads !== rows.length) throw new BackupError('it holds uploads that nobody made');
};

/** @throws BackupError if it could not be restored */
export const prove = async (
  file: string,
  scratch: string,
  passphrase: string | undefined,
  progress: Progress,
): Promise<Manifest> => {
  const manifest = await readArchive({
    file,
    dir: scratch,
    isToStay: false,
    wants: (name) => name === DATABASE,
    passphrase,
    read: progress.step('reading back', Bun.file(file).size),
  });
  progress.step('examining the database', 0);
  proveDatabase(join(scratch, DATABASE), manifest);
  return manifest;
};
