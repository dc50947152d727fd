// The data directory itself: created, checked, locked, and readable by nobody else.
import { chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE, LOCK } from '../../platform/data-names';
import { codeOf } from '../../platform/error-code';
import { reasonOf } from '../../protocol/errors';
import { accessFault, mustBeAccessible } from './access';
import { DataDirectoryError } from './data-directory-error';
import { examineFiles } from './examine';
import { holdLock } from './lock';

/** Creates it if it doesn't exist; it and what is in it can be used. @throws DataDirectoryError */
export const prepareDirectory = (dir: string) => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (!statSync(dir).isDirectory()) throw new DataDirectoryError(`${dir} is not a directory`);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw error;
    throw new DataDirectoryError(
      `the data directory ${dir} cannot be made or read: ${reasonOf(error)}`,
    );
  }
  mustBeAccessible(dir);
};

/** Held as long as the process lives. */
const takeLock = (dir: string): (() => void) => {
  let release: (() => void) | undefined;
  try {
    release = holdLock(join(dir, LOCK));
  } catch (error) {
    const isDenied = /CANTOPEN|READONLY|PERM/.test(codeOf(error));
    throw new DataDirectoryError(
      isDenied
        ? `the data directory ${dir} is not writable`
        : `${join(dir, LOCK)} cannot be locked: ${reasonOf(error)}`,
    );
  }
  if (release !== undefined) return release;
  throw new DataDirectoryError(`the data directory ${dir} is in use by another Chat8`, true);
};

/** A refused directory gets no lock; a process that holds one may be making the database. */
export const lockWhole = (dir: string, path: string): (() => void) => {
  try {
    examineFiles(dir, path);
    return takeLock(dir);
  } catch (error) {
    if (!existsSync(join(dir, LOCK))) throw error;
  }
  const release = takeLock(dir);
  try {
    examineFiles(dir, path);
    return release;
  } catch (error) {
    release();
    throw error;
  }
};

/** @throws DataDirectoryError */
export const makePrivate = (dir: string) => {
  for (const name of [DATABASE, LOCK]) {
    const path = join(dir, name);
    try {
      if (existsSync(path)) chmodSync(path, 0o600);
    } catch (error) {
      throw accessFault(dir, path, codeOf(error), constants.W_OK);
    }
  }
};
