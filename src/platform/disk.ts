// Uploaded files in the data directory: received into `incoming/`, then kept in a folder.

import { type FileHandle, open, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../protocol/errors';
import { file_head_bytes } from '../protocol/upload-limits';
import { INCOMING } from './data-names';
import { unlessMissing } from './error-code';
import { checkedFileId, FOLDERS, type Folder, isFileId, keptPath, newFileId } from './file-paths';
import { createSyncedWriter, ensureDirectory, linkInto, stored } from './file-writes';
import { unlimited } from './free-space';

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
  keep(folder: Folder, id: string): Promise<void>;
  /** Removes it from `incoming/`; a missing one is fine. @throws cannotStore. */
  discard(id: string): Promise<void>;
  /** Removes a kept file; a missing one is fine. @throws cannotStore. */
  remove(folder: Folder, id: string): Promise<void>;
  /** The path of a kept file. @throws RangeError for an id of another form. */
  path(folder: Folder, id: string): string;
  /**
   * At the start, before anything is received: files that have a row are put in place, files that
   * have none are removed, from their folder too. @throws cannotStore.
   */
  reconcile(folderFor: (id: string) => Folder | undefined): Promise<void>;
}

/** Copies the source to the open file. @throws fileTooLarge, cannotStore, the source's errors. */
const copyInto = async (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handle: FileHandle,
  bytes_max: number,
  mustHold: Disk['mustHold'],
) => {
  await mustHold(0);
  const writer = createSyncedWriter(handle, mustHold);
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
    await writer.write(chunk);
  }
  await writer.end();
  return { size, head: new Uint8Array(Buffer.concat(heads)) };
};

/** `dir` is the data directory, which exists; nothing is touched before the first call. */
export const createDisk = (dir: string, { mustHold } = unlimited): Disk => {
  const incoming = join(dir, INCOMING);
  const incomingPath = (id: string) => join(incoming, checkedFileId(id));
  const path = (folder: Folder, id: string) => keptPath(dir, folder, id);

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
      const copied = await copyInto(source, handle, bytes_max, mustHold);
      await stored(handle.close());
      return { id, ...copied };
    } catch (error) {
      // Report the first error; the next start removes what is left.
      await handle.close().catch(() => {});
      await unlink(incomingPath(id)).catch(() => {});
      throw error;
    }
  };

  const place = (folder: Folder, id: string) => linkInto(incomingPath(id), path(folder, id));

  const discard = (id: string) => unlink(incomingPath(id)).catch(unlessMissing);
  const remove = (folder: Folder, id: string) => unlink(path(folder, id)).catch(unlessMissing);

  const reconcile = async (folderFor: (id: string) => Folder | undefined) => {
    const names = await readdir(incoming).catch((error: unknown) => {
      unlessMissing(error);
      return [];
    });
    for (const name of names) {
      const isOurs = isFileId(name);
      const folder = isOurs ? folderFor(name) : undefined;
      if (folder !== undefined) await place(folder, name);
      else if (isOurs) for (const each of FOLDERS) await remove(each, name);
      await rm(join(incoming, name), { recursive: true, force: true });
    }
  };

  return {
    mustHold,
    receive,
    write: (bytes) => receive([bytes], bytes.byteLength),
    received: async (id) => new Uint8Array(await stored(readFile(incomingPath(id)))),
    keep: (folder, id) => stored(place(folder, id)),
    discard: (id) => stored(discard(id)),
    remove: (folder, id) => stored(remove(folder, id)),
    path,
    reconcile: (folderFor) => stored(reconcile(folderFor)),
  };
};
