import { codeOf } from '../../platform/error-code';

/** A backup that can't be made, isn't one, or is incomplete; the message says so in one line. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** The system's disk error in words; otherwise the error itself. */
export const inWords = (error: unknown, place: string): unknown => {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return new BackupError(`no space is left in ${place}`);
  }
  if (code === 'EFBIG' || code.startsWith('SQLITE_IOERR')) {
    return new BackupError(`${place} takes no more bytes`);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'SQLITE_CANTOPEN') {
    return new BackupError(`${place} is not writable`);
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') return new BackupError(`${place} is no directory`);
  if (code === 'ENOTEMPTY') return new BackupError(`${place} is not empty`);
  if (code === 'ENOENT') return new BackupError(`${place} does not exist`);
  return error;
};
