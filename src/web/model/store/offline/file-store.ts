// Files that were shown on this device, as the server has them: those that were used last, up to a
// tenth of what the browser gives, and 500 MB.
import type { Connection } from './connection';
import { ask } from './connection';
import type { KeptFile } from './schema';

export const kept_files_bytes_max = 500 * 1_000_000;
export const kept_files_part = 0.1;

export const createFileStore = ({ run }: Connection) => ({
  /** Undefined if it is not here; it is used now. */
  file: (id: string, now: number): Promise<KeptFile | undefined> =>
    run(async (database) => {
      const change = database.transaction('files', 'readwrite');
      const kept = await change.store.get(id);
      if (kept) ask(change.store.put({ ...kept, used: now }));
      await change.done;
      return kept;
    }),
  /** Those that were not used for longest make room. @throws QuotaExceededError */
  keepFile: (file: KeptFile, bytes_max: number): Promise<void> =>
    run(async (database) => {
      const change = database.transaction('files', 'readwrite');
      if (file.size <= bytes_max) ask(change.store.put(file));
      let bytes = 0;
      let cursor = await change.store.index('used').openCursor(null, 'prev');
      while (cursor) {
        bytes += cursor.value.size;
        if (bytes > bytes_max) ask(cursor.delete());
        cursor = await cursor.continue();
      }
      await change.done;
    }),
  /** By id, in bytes. */
  fileSizes: (): Promise<Map<string, number>> =>
    run(async (database) => {
      const sizes = new Map<string, number>();
      let cursor = await database.transaction('files').store.openCursor();
      while (cursor) {
        sizes.set(cursor.value.id, cursor.value.size);
        cursor = await cursor.continue();
      }
      return sizes;
    }),
  removeFiles: (ids: string[]): Promise<void> =>
    run(async (database) => {
      const change = database.transaction('files', 'readwrite');
      for (const id of ids) ask(change.store.delete(id));
      await change.done;
    }),
  clearFiles: (): Promise<void> => run((database) => database.clear('files')),
});
