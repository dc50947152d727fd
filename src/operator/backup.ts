// A backup that proves itself: taken beside the running server, then read back from its stream,
// the database examined and counted, before it gets its name.
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { version } from '../../package.json';
import { copyDatabase, countRows, doomFiles, examineDatabase, storedFiles } from '../db/snapshot';
import type { Source } from './archive';
import { BackupError, DATABASE, readArchive, writeArchive } from './archive';
import type { LastBackup } from './last';
import { LAST_BACKUP } from './last';

const shelfOf = (receiver_id: number | null) => (receiver_id === null ? 'avatars' : 'files');

/** Where the bytes lie: on their shelf, or not yet moved there. */
const findBytes = async (dir: string, name: string, id: string, size: number) => {
  for (const path of [join(dir, name), join(dir, 'incoming', id), join(dir, name)]) {
    const found = await stat(path).catch(() => undefined);
    if (found?.size === size) return path;
  }
  return undefined;
};

/** @throws BackupError, and the system's errors; then nothing is left of it */
export const backup = async (
  data_dir: string,
  target: string,
  progress: (name: string) => void,
): Promise<LastBackup> => {
  if (existsSync(target)) throw new BackupError(`${target} exists already`);
  const database = join(data_dir, DATABASE);
  if (!existsSync(database)) throw new BackupError(`there is no database in ${data_dir}`);
  process.umask(0o077);
  const scratch = await mkdtemp(join(dirname(target), '.chat8-backup-'));
  const copy = join(scratch, DATABASE);
  const partial = join(scratch, 'partial.tar');
  try {
    copyDatabase(database, copy);
    const found: Source[] = [];
    const gone: string[] = [];
    for (const { id, receiver_id, size } of storedFiles(copy)) {
      const name = `${shelfOf(receiver_id)}/${id.slice(0, 2)}/${id}`;
      const path = await findBytes(data_dir, name, id, size);
      if (path === undefined) gone.push(id);
      else found.push({ name, path, size });
    }
    if (gone.length > 0) doomFiles(copy, gone);
    const sources = async function* (): AsyncGenerator<Source> {
      yield { name: DATABASE, path: copy, size: (await stat(copy)).size };
      yield* found;
    };
    const counts = countRows(copy);
    const created_at = new Date().toISOString();
    await writeArchive(partial, sources(), { version, created_at, counts }, progress);
    await prove(partial, join(scratch, 'proof'));
    await rename(partial, target);
    const last = { file: target, bytes: (await stat(target)).size, proven_at: created_at };
    await writeFile(join(data_dir, LAST_BACKUP), JSON.stringify(last), { mode: 0o600 });
    return last;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

/** @throws BackupError where it could not be restored */
const prove = async (file: string, scratch: string): Promise<void> => {
  const { counts } = await readArchive(file, scratch, (name) => name === DATABASE);
  const database = join(scratch, DATABASE);
  const [fault] = examineDatabase(database);
  if (fault) throw new BackupError(fault);
  if (JSON.stringify(countRows(database)) !== JSON.stringify(counts)) {
    throw new BackupError('the copy does not hold what the original did');
  }
};
