// Uploaded files in the data directory: received into `incoming/`, then kept on a shelf.
import { randomBytes } from 'node:crypto';
import {
  chmod,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  unlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '../protocol/errors';
import {
  file_head_bytes,
  free_space_step_bytes,
  upload_sync_every_bytes,
} from '../protocol/limits';
import { unlimited } from './free-space';

export type Shelf = 'files' | 'avatars';
const SHELVES: Shelf[] = ['files', 'avatars'];

/** File systems without hard links, such as those of memory cards, say one of these. */
const UNLINKABLE = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/** `size` in bytes; `head` the first 4,100 bytes, or all of a smaller file. */
export interface Received {
  id: string;
  size: number;
  head: Uint8Array;
}

export interface Disk {
  /** @throws cannotStore if so many bytes would take room that is kept for messages. */
  mustHold(bytes: number): Promise<void>;
  /**
   * Streams into `incoming/`, synced when it returns; whatever goes wrong leaves nothing there.
   * What the source throws is passed on. @throws fileTooLarge, cannotStore.
   */
  receive(source: AsyncIterable<Uint8Array>, bytes_max: number): Promise<Received>;
  /** The same for bytes at hand. @throws cannotStore. */
  write(bytes: Uint8Array): Promise<Received>;
  /** All bytes of what was received, for small files. @throws cannotStore. */
  received(id: string): Promise<Uint8Array>;
  /**
   * Keeps a received file for good. It also stays in `incoming/` until it is discarded there, so
   * that the next start finds one that got no row. @throws cannotStore.
   */
  keep(shelf: Shelf, id: string): Promise<void>;
  /** Removes it from `incoming/`; a missing one is fine. @throws cannotStore. */
  discard(id: string): Promise<void>;
  /** Removes a kept file; a missing one is fine. @throws cannotStore. */
  remove(shelf: Shelf, id: string): Promise<void>;
  /** The path of a kept file. @throws RangeError for an id of another form. */
  path(shelf: Shelf, id: string): string;
  /**
   * At the start, before anything is received: files that have a row are put in place, files that
   * have none are removed, from their shelf too. @throws cannotStore.
   */
  reconcile(shelfOf: (id: string) => Shelf | undefined): Promise<void>;
}

// Lower case alone, so that two ids never meet on a file system that ignores case.
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const id_chars = 32;
const idForm = /^[a-z2-7]{32}$/;

/** 160 random bits: unguessable and unique. */
export const newFileId = () =>
  Array.from(randomBytes(id_chars), (byte) => ALPHABET[byte & 31]).join('');

export const isFileId = (id: string): boolean => idForm.test(id);

export const checked = (id: string): string => {
  if (!isFileId(id)) throw new RangeError('not the id of a file');
  return id;
};

const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code;

/** Whatever the system refuses (full, read-only, over quota, no handles) can't be stored now. */
export const stored = async <T>(operation: Promise<T>): Promise<T> => {
  try {
    return await operation;
  } catch (error) {
    if (typeof codeOf(error) !== 'string') throw error;
    const refusal = new Refusal('cannotStore');
    refusal.cause = error;
    throw refusal;
  }
};

export const unlessMissing = (error: unknown): undefined => {
  if (codeOf(error) !== 'ENOENT') throw error;
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

/** Copies the source to the open file. @throws fileTooLarge, cannotStore, the source's errors. */
const pour = async (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handle: FileHandle,
  bytes_max: number,
  mustHold: Disk['mustHold'],
) => {
  let asked_at = 0;
  let synced_at = 0;
  await mustHold(0);
  const heads: Uint8Array[] = [];
  let head_bytes = 0;
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > bytes_max) throw new Refusal('fileTooLarge', { bytes_max });
    if (head_bytes < file_head_bytes) {
      // A copy, for the source may take back what it gave; the `slice` of a Buffer is none.
      const piece = Uint8Array.from(chunk.subarray(0, file_head_bytes - head_bytes));
      heads.push(piece);
      head_bytes += piece.byteLength;
    }
    await stored(writeAll(handle, chunk));
    if (size - synced_at >= upload_sync_every_bytes) {
      synced_at = size;
      await stored(handle.datasync());
    }
    if (size - asked_at < free_space_step_bytes) continue;
    asked_at = size;
    await mustHold(0);
  }
  await stored(handle.sync());
  return { size, head: new Uint8Array(Buffer.concat(heads)) };
};

/** A second name for the same bytes, in a directory of a shelf. */
export const linkInto = async (from: string, to: string) => {
  await ensureDirectory(dirname(dirname(to)));
  await ensureDirectory(dirname(to));
  await link(from, to).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return;
    if (!UNLINKABLE.has(String(codeOf(error)))) throw error;
    return rename(from, to);
  });
  await syncDirectory(dirname(to));
};

/** Sharded by the first two characters: 1,024 directories, each small. */
export const shelfPath = (dir: string, shelf: Shelf, id: string) =>
  join(dir, shelf, checked(id).slice(0, 2), id);

/** `dir` is the data directory, which exists; nothing is touched before the first call. */
export const createDisk = (dir: string, { mustHold } = unlimited): Disk => {
  const incoming = join(dir, 'incoming');
  const incomingPath = (id: string) => join(incoming, checked(id));
  const path = (shelf: Shelf, id: string) => shelfPath(dir, shelf, id);

  const create = async (id: string) => {
    await ensureDirectory(incoming);
    const handle = await open(incomingPath(id), 'wx', 0o600);
    await handle.chmod(0o600);
    return handle;
  };

  const receive = async (
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    bytes_max: number,
  ): Promise<Received> => {
    const id = newFileId();
    const handle = await stored(create(id));
    try {
      const poured = await pour(source, handle, bytes_max, mustHold);
      await stored(handle.close());
      return { id, ...poured };
    } catch (error) {
      // Report the first error; the next start removes what is left.
      await handle.close().catch(() => {});
      await unlink(incomingPath(id)).catch(() => {});
      throw error;
    }
  };

  const place = (shelf: Shelf, id: string) => linkInto(incomingPath(id), path(shelf, id));

  const discard = (id: string) => unlink(incomingPath(id)).catch(unlessMissing);
  const remove = (shelf: Shelf, id: string) => unlink(path(shelf, id)).catch(unlessMissing);

  const reconcile = async (shelfOf: (id: string) => Shelf | undefined) => {
    const names = await readdir(incoming).catch((error: unknown) => {
      unlessMissing(error);
      return [];
    });
    for (const name of names) {
      const isOurs = isFileId(name);
      const shelf = isOurs ? shelfOf(name) : undefined;
      if (shelf !== undefined) await place(shelf, name);
      else if (isOurs) for (const each of SHELVES) await remove(each, name);
      await rm(join(incoming, name), { recursive: true, force: true });
    }
  };

  return {
    mustHold,
    receive,
    write: (bytes) => receive([bytes], bytes.byteLength),
    received: async (id) => new Uint8Array(await stored(readFile(incomingPath(id)))),
    keep: (shelf, id) => stored(place(shelf, id)),
    discard: (id) => stored(discard(id)),
    remove: (shelf, id) => stored(remove(shelf, id)),
    path,
    reconcile: (shelfOf) => stored(reconcile(shelfOf)),
  };
};
