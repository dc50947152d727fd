// A backup becomes a data directory: whole and examined, or not at all.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RESTORING } from '../../db/file/examine';
import { renewLife } from '../../db/file/snapshot';
import { DATABASE } from '../../platform/data-names';
import { codeOf } from '../../platform/error-code';
import { syncDirectory } from '../../platform/file-writes';
import { newSecrets, writeSecrets } from '../../platform/secrets';
import { inSize } from '../../values/size';
import type { Manifest } from './archive';
import { BackupError, inWords } from './fault';
import type { Progress } from './progress';
import { proveDatabase } from './prove';
import { openScratch } from './scratch';
import { mustBeFile, readArchive } from './unpack';

interface RestoreOrder {
  file: string;
  data_dir: string;
  passphrase: string | undefined;
  progress: Progress;
}

/** Not to be moved or replaced as a whole: a mount point, or under a parent that is not ours. */
const isFixed = (error: unknown) =>
  ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));

/** Also what a killed restore left in a mount point: it moves the database last. */
const mustBeEmpty = async (data_dir: string) => {
  const names = await readdir(data_dir).catch((error) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw inWords(error, data_dir);
  });
  const rest = names.filter((name) => !name.startsWith(RESTORING));
  const isUnfinished = names.length > rest.length && !rest.includes(DATABASE);
  if (rest.length > 0 && !isUnfinished) {
    throw new BackupError(`${data_dir} is not empty: nothing was restored`);
  }
};

/** Into a directory that can't be replaced. */
const moveInto = async (whole: string, data_dir: string) => {
  const names = await readdir(whole);
  const order = [...names.filter((name) => name !== DATABASE), DATABASE];
  for (const name of order) {
    await rm(join(data_dir, name), { recursive: true, force: true });
    await rename(join(whole, name), join(data_dir, name));
  }
  await syncDirectory(data_dir);
};

const place = async (whole: string, data_dir: string) => {
  try {
    if (existsSync(data_dir)) await rmdir(data_dir);
    await rename(whole, data_dir);
    await syncDirectory(dirname(data_dir));
  } catch (error) {
    if (!isFixed(error)) throw error;
    // A server may have started in it in the meantime.
    await mustBeEmpty(data_dir);
    await moveInto(whole, data_dir);
  }
};

/** Beside the directory, so that it appears at once; inside if there is no beside. */
const openPlace = async (data_dir: string) => {
  const parent = dirname(data_dir);
  if (existsSync(data_dir)) {
    const [own, above] = [await stat(data_dir), await stat(parent)];
    if (own.dev !== above.dev) return openScratch(data_dir, RESTORING);
    const beside = await openScratch(parent, `.${basename(data_dir)}-restoring-`).catch(() => {});
    return beside ?? openScratch(data_dir, RESTORING);
  }
  await mkdir(parent, { recursive: true }).catch((error) => {
    throw inWords(error, parent);
  });
  return openScratch(parent, `.${basename(data_dir)}-restoring-`);
};

/** @throws BackupError if the directory is not empty or the backup is not whole */
export const restore = async (order: RestoreOrder): Promise<Manifest> => {
  const { file, data_dir, passphrase, progress } = order;
  await mustBeEmpty(data_dir);
  mustBeFile(file);
  process.umask(0o077);
  const scratch = await openPlace(data_dir);
  try {
    const { size } = await stat(file);
    const { bavail, bsize } = await statfs(scratch.dir);
    if (size > bavail * bsize) {
      throw new BackupError(
        `a restore needs ${inSize(size)}, and ${inSize(bavail * bsize)} are free in ` +
          dirname(scratch.dir),
      );
    }
    const whole = join(scratch.dir, 'data');
    const manifest = await readArchive({
      file,
      dir: whole,
      isToStay: true,
      wants: () => true,
      passphrase,
      read: progress.step('restoring', size),
    });
    progress.step('examining the database', 0);
    const database = join(whole, DATABASE);
    proveDatabase(database, manifest);
    renewLife(database, randomBytes(12).toString('base64url'), Date.now());
    writeSecrets(whole, newSecrets());
    await place(whole, data_dir);
    return manifest;
  } catch (error) {
    throw inWords(error, data_dir);
  } finally {
    await scratch.close();
  }
};
