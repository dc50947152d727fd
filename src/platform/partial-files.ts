// Files that come in parts, in `parts/` of the data directory until they are complete.
import { type FileHandle, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { file_head_bytes } from '../protocol/upload-limits';
import { unlessMissing } from './error-code';
import { checkedFileId, keptPath } from './file-paths';
import {
  createSyncedWriter,
  ensureDirectory,
  linkInto,
  stored,
  syncDirectory,
} from './file-writes';
import { unlimited } from './free-space';

export interface PartialFiles {
  /** @throws cannotStore if so many bytes would take room that is kept for messages. */
  mustHold(bytes: number): Promise<void>;
  /** An empty one, there also after a power cut. @throws cannotStore */
  create(id: string): Promise<void>;
  /**
   * Writes the source from that offset on, synced when it returns: how many bytes it was, or
   * undefined if the file is lost. What the source throws is passed on. @throws cannotStore
   */
  write(id: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<number | undefined>;
  /** The first 4,100 bytes; undefined if the file is lost. @throws cannotStore */
  head(id: string): Promise<Uint8Array | undefined>;
  /** Keeps it for good, beside the one here. @throws cannotStore */
  keep(id: string): Promise<void>;
  /** A missing one is fine. @throws cannotStore */
  discard(id: string): Promise<void>;
  /** All that are here. @throws cannotStore */
  names(): Promise<string[]>;
}

const readHead = async (handle: FileHandle): Promise<Uint8Array> => {
  const head = new Uint8Array(file_head_bytes);
  let size = 0;
  for (;;) {
    const { bytesRead } = await handle.read(head, size, file_head_bytes - size, size);
    size += bytesRead;
    if (bytesRead === 0 || size === file_head_bytes) return head.slice(0, size);
  }
};

/** `dir` is the data directory, which exists; nothing is touched before the first call. */
export const createPartialFiles = (dir: string, { mustHold } = unlimited): PartialFiles => {
  const parts = join(dir, 'parts');
  const path = (id: string) => join(parts, checkedFileId(id));

  const create = async (id: string) => {
    await ensureDirectory(parts);
    const handle = await open(path(id), 'wx', 0o600);
    await handle.chmod(0o600);
    await handle.close();
    await syncDirectory(parts);
  };

  const using = async <Value>(
    id: string,
    flags: 'r' | 'r+',
    act: (handle: FileHandle) => Promise<Value>,
  ): Promise<Value | undefined> => {
    const opened = open(path(id), flags).catch((error: unknown) => unlessMissing(error));
    const handle = await stored(opened);
    if (handle === undefined) return undefined;
    try {
      return await act(handle);
    } finally {
      await handle.close().catch(() => {});
    }
  };

  const names = () =>
    readdir(parts).catch((error: unknown) => {
      unlessMissing(error);
      return [];
    });

  return {
    mustHold,
    create: (id) => stored(create(id)),
    async write(id, offset, source) {
      await mustHold(0);
      return using(id, 'r+', async (handle) => {
        const writer = createSyncedWriter(handle, mustHold, offset);
        for await (const chunk of source) await writer.write(chunk);
        return writer.end();
      });
    },
    head: (id) => using(id, 'r', (handle) => stored(readHead(handle))),
    keep: (id) => stored(linkInto(path(id), keptPath(dir, 'files', id))),
    discard: (id) => stored(unlink(join(parts, id)).catch(unlessMissing)),
    names: () => stored(names()),
  };
};
