// Whether this process may read and write what is in a data directory, and what to do if not. SQLite
// says of all of it that a database is read-only or can't be opened.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AUDIT, DATABASE, INCOMING, LOCK, SECRETS } from '../../platform/data-names';
import { codeOf } from '../../platform/error-code';
import { FOLDERS } from '../../platform/file-paths';
import { DataDirectoryError } from './data-directory-error';

const { R_OK, W_OK, X_OK } = constants;
const file = R_OK | W_OK;
const folder = R_OK | W_OK | X_OK;

/** Whatever is not there will be made. */
const NEEDED: [name: string, mode: number][] = [
  [DATABASE, file],
  [`${DATABASE}-wal`, file],
  [`${DATABASE}-shm`, file],
  [LOCK, file],
  [SECRETS, R_OK],
  [AUDIT, W_OK],
  [INCOMING, folder],
  ...FOLDERS.map((name): [string, number] => [name, folder]),
];

/** In the words of a person, and with what to do; `code` is the system's. */
export const accessFault = (dir: string, path: string, code: string, mode: number) => {
  const what = `${path} ${mode & W_OK ? 'is not writable' : 'cannot be read'}`;
  if (code === 'EROFS') {
    return new DataDirectoryError(
      `${what}: it is on a disk that can only be read; mount that for writing, or name another place with --data-dir`,
    );
  }
  const me = process.getuid?.();
  const owner = statSync(path, { throwIfNoEntry: false })?.uid;
  const isOthers = me !== undefined && owner !== undefined && owner !== me;
  return new DataDirectoryError(
    isOthers
      ? `${what}: it belongs to another user (${owner}, and this is ${me}); run Chat8 as that one, or give it all to this one: chown -R ${me} ${dir}`
      : `${what} (${code}); try chmod -R u+rwX ${dir}, and see lsattr for a flag that forbids it`,
  );
};

const codeFor = (path: string, mode: number): string => {
  try {
    accessSync(path, mode);
    return '';
  } catch (error) {
    return codeOf(error);
  }
};

/** One's own database gets its mode back (`makePrivate`). */
const isOwnDatabase = (path: string, name: string, code: string) =>
  name === DATABASE && code === 'EACCES' && statSync(path).uid === process.getuid?.();

/** @throws DataDirectoryError that names what is in the way, the directory first */
export const mustBeAccessible = (dir: string): void => {
  const code = codeFor(dir, folder);
  if (code !== '') throw accessFault(dir, dir, code, folder);
  for (const [name, mode] of NEEDED) {
    const path = join(dir, name);
    const code = codeFor(path, mode);
    if (code === '' || code === 'ENOENT' || isOwnDatabase(path, name, code)) continue;
    throw accessFault(dir, path, code, mode);
  }
};

/** Of a command that reads alone. @throws DataDirectoryError */
export const mustBeReadable = (path: string): void => {
  const code = codeFor(path, R_OK);
  if (code !== '' && code !== 'ENOENT') throw accessFault(dirname(path), path, code, R_OK);
};
