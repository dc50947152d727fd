// Examines a data directory, or a backup, and changes nothing in it.
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataDirectoryError } from '../../db/file/data-directory-error';
import { examineFiles } from '../../db/file/examine';
import { examineDatabase, storedFiles } from '../../db/file/snapshot';
import { DATABASE, INCOMING } from '../../platform/data-names';
import { isFileId } from '../../platform/file-paths';
import { readSecrets, SecretsError } from '../../platform/secrets';
import type { Manifest } from './archive';
import type { Progress } from './progress';
import { archivePath, prove } from './prove';
import { openScratch } from './scratch';
import { mustBeFile } from './unpack';

const onDisk = async (dir: string, folder: string): Promise<string[]> => {
  const path = join(dir, folder);
  const names = existsSync(path) ? await readdir(path, { recursive: true }) : [];
  return names
    .filter((name) => isFileId(name.split(/[\\/]/).at(-1) ?? ''))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
};

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

/** Faults by the path of a file; a running server may be between its row and its bytes. */
const compareFiles = async (data_dir: string, database: string) => {
  const rows = new Map(storedFiles(database).map((row) => [archivePath(row), row]));
  const found = [...(await onDisk(data_dir, 'files')), ...(await onDisk(data_dir, 'avatars'))];
  const faults = new Map<string, string>();
  for (const place of found) {
    if (!rows.has(place)) faults.set(place, `${place} is on the disk without a row`);
  }
  for (const [place, { id, size }] of rows) {
    const bytes = await sizeOf(join(data_dir, place));
    if (bytes === undefined) {
      if ((await sizeOf(join(data_dir, INCOMING, id))) === size) continue;
      faults.set(place, `${place} has a row but no bytes`);
    } else if (bytes !== size) {
      faults.set(place, `${place} has ${bytes} bytes and should have ${size}`);
    }
  }
  return faults;
};

/** What a start would refuse before it opens anything. */
const startFault = (data_dir: string, database: string): string | undefined => {
  try {
    readSecrets(data_dir);
    examineFiles(data_dir, database);
    return undefined;
  } catch (error) {
    if (error instanceof DataDirectoryError || error instanceof SecretsError) return error.message;
    throw error;
  }
};

/** What is wrong, a line each; empty if nothing is. */
export const check = async (data_dir: string): Promise<string[]> => {
  const database = join(data_dir, DATABASE);
  // Twice, because a running server may be moving its log into the database.
  const fault = startFault(data_dir, database) && startFault(data_dir, database);
  if (fault) return [fault];
  if (!existsSync(database)) return [`there is no database in ${data_dir}`];
  const faults = examineDatabase(database);
  if (faults.some((fault) => fault.startsWith('the database'))) return faults;
  const first = await compareFiles(data_dir, database);
  if (first.size === 0) return faults;
  // Files that were in progress the first time are there the second time.
  const second = await compareFiles(data_dir, database);
  return [...faults, ...[...second].filter(([at]) => first.has(at)).map(([, fault]) => fault)];
};

/** Proves a backup as when it was made. @throws BackupError */
export const checkBackup = async (order: {
  file: string;
  passphrase: string | undefined;
  progress: Progress;
}): Promise<Manifest> => {
  const { file, passphrase, progress } = order;
  mustBeFile(file);
  process.umask(0o077);
  // A backup may lie in a place that must not be written to.
  const prefix = '.chat8-check-';
  const scratch = await openScratch(dirname(file), prefix).catch(() =>
    openScratch(tmpdir(), prefix),
  );
  try {
    return await prove(file, scratch.dir, passphrase, progress);
  } finally {
    await scratch.close();
  }
};
