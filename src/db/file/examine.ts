// Looks at a data directory before it is opened: header and size alone, so that a start takes the
// same time however much was said. Nothing is changed: opening may already do that.

import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS } from '../../platform/file-paths';
import { mustBeReadable } from './access';
import { DataDirectoryError } from './data-directory-error';
import { examineHeader } from './header';

const hasUploads = (dir: string) =>
  FOLDERS.some((name) => {
    const path = join(dir, name);
    return existsSync(path) && readdirSync(path).length > 0;
  });

/** The name of a restore in progress, inside a directory that can't be replaced. */
export const RESTORING = '.restoring-';

/** The database comes last. */
const isRestoring = (dir: string) =>
  existsSync(dir) && readdirSync(dir).some((name) => name.startsWith(RESTORING));

const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);

/**
 * Whether the last process did not close the database: its write-ahead log isn't empty, or is
 * missing while the log's index exists.
 */
export const isUnclean = (path: string): boolean =>
  sizeOf(`${path}-wal`) > 0 || (existsSync(`${path}-shm`) && !existsSync(`${path}-wal`));

/** @throws DataDirectoryError */
export const examineFiles = (dir: string, path: string): void => {
  if (!existsSync(path)) {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      throw new DataDirectoryError(`${path} is a link to nowhere`);
    }
    if (hasUploads(dir)) {
      throw new DataDirectoryError(`${dir} holds uploads but its database is missing`);
    }
    if (isRestoring(dir)) {
      throw new DataDirectoryError(`${dir} is being restored, or was until that was cut short`);
    }
    if (existsSync(`${path}-wal`)) {
      throw new DataDirectoryError(`${dir} holds the log of a database that is missing`);
    }
    return;
  }
  if (!statSync(path).isFile()) throw new DataDirectoryError(`${path} is not a file`);
  if (statSync(path).size === 0) throw new DataDirectoryError(`${path} is empty, not a database`);
  mustBeReadable(path);
  // Before the header: a server that runs may be moving it into the database.
  const log_bytes = sizeOf(`${path}-wal`);
  examineHeader(path, log_bytes);
};
