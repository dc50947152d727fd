// How files and names get onto the disk, and survive a power cut there.
import { chmod, type FileHandle, link, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../protocol/errors';
import { free_space_step_bytes, upload_sync_every_bytes } from '../protocol/upload-limits';
import { codeOf } from './error-code';
import type { FreeSpace } from './free-space';

/** File systems without hard links, such as those of memory cards, say one of these. */
const UNLINKABLE = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/** Whatever the system refuses (full, read-only, over quota, no handles) can't be stored now. */
export const stored = async <T>(operation: Promise<T>): Promise<T> => {
  try {
    return await operation;
  } catch (error) {
    if (codeOf(error) === '') throw error;
    const refusal = new Refusal('cannotStore');
    refusal.cause = error;
    throw refusal;
  }
};

/** Makes a change of names in a directory survive a power cut. */
export const syncDirectory = async (path: string) => {
  // Windows opens no directories, and keeps its names in a journal.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** One level, 0700 whatever the umask. */
export const ensureDirectory = async (path: string) => {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  await chmod(path, 0o700);
  await syncDirectory(dirname(path));
};

/** From `position` in the file on, or where the handle stands. */
export const writeAll = async (handle: FileHandle, bytes: Uint8Array, position?: number) => {
  for (let at = 0; at < bytes.byteLength; ) {
    const to = position === undefined ? null : position + at;
    at += (await handle.write(bytes, at, bytes.byteLength - at, to)).bytesWritten;
  }
};

/**
 * Writes to an open file what comes, from `position` on, or where the handle stands. It is synced while
 * it grows, so that nobody waits for one large sync, and asks again whether there is room.
 */
export const createSyncedWriter = (
  handle: FileHandle,
  mustHold: FreeSpace['mustHold'],
  position?: number,
) => {
  let size = 0;
  let synced_at = 0;
  let asked_at = 0;
  return {
    /** @throws cannotStore */
    async write(chunk: Uint8Array): Promise<void> {
      const to = position === undefined ? undefined : position + size;
      await stored(writeAll(handle, chunk, to));
      size += chunk.byteLength;
      if (size - synced_at >= upload_sync_every_bytes) {
        synced_at = size;
        await stored(handle.datasync());
      }
      if (size - asked_at < free_space_step_bytes) return;
      asked_at = size;
      await mustHold(0);
    },
    /** Gives how many bytes it was. @throws cannotStore */
    async end(): Promise<number> {
      await stored(handle.sync());
      return size;
    },
  };
};

/** A second name for the same bytes, in a directory of a folder. */
export const linkInto = async (from: string, to: string) => {
  await ensureDirectory(dirname(dirname(to)));
  await ensureDirectory(dirname(to));
  await link(from, to).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return;
    if (!UNLINKABLE.has(codeOf(error))) throw error;
    return rename(from, to);
  });
  await syncDirectory(dirname(to));
};
