// Chosen files as they will be sent. One is prepared as soon as it is chosen, so that it is ready when
// somebody presses send.
import type { Measures } from '../../../crypto/body';
import { createSerialQueue } from '../../../serial-queue';

export interface PreparedFile {
  file: File;
  preview?: string | undefined;
  measures: Measures;
  /** Its metadata could not be removed. */
  hasMetadata: boolean;
}

/** @throws if the file can't be read, or a picture can't be drawn */
export type PrepareFile = (file: File, isOriginal: boolean) => Promise<PreparedFile>;

interface Needs {
  loadPrepareFile: () => Promise<PrepareFile>;
}

export const createPreparedFiles = ({ loadPrepareFile }: Needs) => {
  const known = new WeakMap<File, Map<boolean, Promise<PreparedFile>>>();
  /** One at a time: a picture of fifty megapixels takes 200 MB while it is read. */
  const inOrder = createSerialQueue();
  return {
    /** Loads the code early, so that a file can be chosen without a connection later. */
    preload: (): void => void loadPrepareFile().catch(() => {}),
    /**
     * As it was made before; what failed is tried again.
     * @throws if the code can't be loaded, or the file can't be prepared
     */
    of(file: File, isOriginal: boolean): Promise<PreparedFile> {
      const ready = known.get(file) ?? new Map<boolean, Promise<PreparedFile>>();
      known.set(file, ready);
      const before = ready.get(isOriginal);
      if (before) return before;
      const fresh = inOrder(async () => (await loadPrepareFile())(file, isOriginal));
      ready.set(isOriginal, fresh);
      fresh.catch(() => ready.delete(isOriginal));
      return fresh;
    },
  };
};
