// A backup that proves itself: taken beside the running server, then read back from its stream,
// the database examined and counted, before it gets its name.
import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { version } from '../../../package.json';
import {
  copyDatabase,
  countRows,
  databaseBytes,
  markFilesDeleted,
  newestIds,
  storedFiles,
} from '../../db/file/snapshot';
import { AUDIT, DATABASE, INCOMING } from '../../platform/data-names';
import { unlessMissing } from '../../platform/error-code';
import { syncDirectory } from '../../platform/file-writes';
import { inSize } from '../../values/size';
import type { Source } from './archive';
import { writeArchive } from './archive';
import { BackupError, inWords } from './fault';
import type { LastBackup } from './last';
import { noteBackup } from './last';
import type { Progress } from './progress';
import { archivePath, prove } from './prove';
import { openScratch } from './scratch';

interface BackupOrder {
  data_dir: string;
  target: string;
  /** Undefined: readable by anyone who has the file. */
  passphrase: string | undefined;
  progress: Progress;
}

/** The path of the bytes: in place, or not yet; undefined if they were deleted. */
const openUpload = async (dir: string, place: string, id: string, size: number) => {
  for (const path of [join(dir, place), join(dir, INCOMING, id), join(dir, place)]) {
    const handle = await open(path, 'r').catch(unlessMissing);
    if (handle === undefined) continue;
    if ((await handle.stat()).size === size) return handle;
    await handle.close();
  }
  return undefined;
};

/** @throws BackupError if the copy, the file and its proof have no room */
const mustFit = async (database: string, parent: string) => {
  const { bytes, upload_bytes } = databaseBytes(database);
  const { bavail, bsize } = await statfs(parent);
  const needed = 2 * bytes + upload_bytes;
  if (needed <= bavail * bsize) return;
  throw new BackupError(
    `a backup needs ${inSize(needed)}, and ${inSize(bavail * bsize)} are free in ${parent}`,
  );
};

/** How many files were missing though nobody had deleted them. */
const countLost = (database: string, gone: string[]): number => {
  if (gone.length === 0) return 0;
  const stored = new Set(storedFiles(database).map(({ id }) => id));
  return gone.filter((id) => stored.has(id)).length;
};

interface Making extends BackupOrder {
  database: string;
  scratch: string;
}

const make = async ({ data_dir, target, passphrase, progress, database, scratch }: Making) => {
  const copy = join(scratch, DATABASE);
  const partial = join(scratch, 'partial');
  const created_at = new Date().toISOString();
  const before = newestIds(database);
  progress.step('copying the database', 0);
  copyDatabase(database, copy);
  const held = newestIds(copy);
  if (held.message < before.message || held.user < before.user) {
    throw new BackupError('the copy of the database is older than its original');
  }
  const uploads = storedFiles(copy);
  const gone: string[] = [];
  const sources = async function* (): AsyncGenerator<Source> {
    for (const row of uploads) {
      const name = archivePath(row);
      const handle = await openUpload(data_dir, name, row.id, row.size);
      if (handle === undefined) gone.push(row.id);
      else yield { name, handle, size: row.size };
    }
    const audit = await open(join(data_dir, AUDIT), 'r').catch(unlessMissing);
    if (audit) yield { name: AUDIT, handle: audit, size: (await audit.stat()).size };
    // The database last, when it is known what was deleted while the uploads were read.
    if (gone.length > 0) markFilesDeleted(copy, gone);
    const handle: FileHandle = await open(copy, 'r');
    yield { name: DATABASE, handle, size: (await handle.stat()).size };
  };
  const all_bytes = uploads.reduce((sum, { size }) => sum + size, Bun.file(copy).size);
  await writeArchive({
    target: partial,
    sources: sources(),
    about: () => ({ version, created_at, counts: countRows(copy) }),
    passphrase,
    wrote: progress.step('writing', all_bytes),
  });
  await rm(copy);
  await prove(partial, join(scratch, 'proof'), passphrase, progress);
  if (existsSync(target)) throw new BackupError(`${target} exists already`);
  await rename(partial, target);
  await syncDirectory(dirname(target));
  const { size } = await stat(target);
  return {
    file: target,
    bytes: size,
    is_sealed: passphrase !== undefined,
    uploads_missing: countLost(database, gone),
    proven_at: created_at,
  };
};

/** @throws BackupError, and the system's errors; then nothing is left of it */
export const backup = async (order: BackupOrder): Promise<LastBackup> => {
  const { data_dir, target } = order;
  if (existsSync(target)) throw new BackupError(`${target} exists already`);
  const database = join(data_dir, DATABASE);
  if (!existsSync(database)) throw new BackupError(`there is no database in ${data_dir}`);
  process.umask(0o077);
  const parent = dirname(target);
  // Not made here: if a disk is not mounted, its backup must not land elsewhere.
  if (!existsSync(parent)) throw new BackupError(`${parent} does not exist`);
  await mustFit(database, parent);
  const scratch = await openScratch(parent, '.chat8-backup-');
  let last: LastBackup;
  try {
    last = await make({ ...order, database, scratch: scratch.dir });
  } catch (error) {
    throw inWords(error, parent);
  } finally {
    await scratch.close();
  }
  // The file is good even if the data directory has no room for the note of it.
  await noteBackup(data_dir, last).catch(() => {});
  return last;
};
