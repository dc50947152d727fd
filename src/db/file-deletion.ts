// Removes the bytes of deleted files from the disk, then their rows. After a crash in between, the
// row is still there, and the next start tries again.
import type { Disk } from '../platform/disk';
import type { Log } from '../platform/log';
import type { Files } from './files';
import type { Ledger } from './ledger/ledger';

interface Parts {
  files: Files;
  disk: Disk;
  ledger: Ledger;
  log: Log;
}

export const createFileDeletion = ({ files, disk, ledger, log }: Parts) => {
  let running: Promise<void> | undefined;
  let again = false;

  const sweep = async () => {
    do {
      again = false;
      const gone: string[] = [];
      for (const { id, receiver_id } of files.markedDeleted()) {
        await disk.remove(receiver_id === null ? 'avatars' : 'files', id);
        gone.push(id);
      }
      if (gone.length > 0) await ledger.write(() => gone.forEach(files.forget));
    } while (again);
  };

  return {
    /** Resolves when everything deleted so far is off the disk, or its failure was logged. */
    run(): Promise<void> {
      again = true;
      running ??= sweep()
        .catch((error) => log.error('files could not be removed', { error }))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
};

export type FileDeletion = ReturnType<typeof createFileDeletion>;
