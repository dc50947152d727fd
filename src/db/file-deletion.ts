// Removes the bytes of deleted files from the disk, then their rows: after a crash in between, the row
// is still there, and the next start tries again. And the bytes of unfinished uploads whose row went:
// with its session, with its account, by its age.
import type { Disk } from '../platform/disk';
import { folderOf } from '../platform/file-paths';
import type { Log } from '../platform/log';
import type { PartialFiles } from '../platform/partial-files';
import type { Files } from './files';
import type { Ledger } from './ledger/ledger';
import type { PartialUploads } from './partial-uploads';

interface Needs {
  files: Files;
  disk: Disk;
  partialUploads: PartialUploads;
  partialFiles: PartialFiles;
  ledger: Ledger;
  log: Log;
}

const sweepParts = async ({ partialUploads, partialFiles }: Needs) => {
  // In this order: a row is written before its bytes.
  const names = await partialFiles.names();
  const known = new Set(partialUploads.ids());
  for (const name of names) if (!known.has(name)) await partialFiles.discard(name);
};

export const createFileDeletion = (needs: Needs) => {
  const { files, disk, ledger, log } = needs;
  let running: Promise<void> | undefined;
  let again = false;

  const sweep = async () => {
    do {
      again = false;
      const gone: string[] = [];
      for (const row of files.markedDeleted()) {
        await disk.remove(folderOf(row), row.id);
        gone.push(row.id);
      }
      if (gone.length > 0) await ledger.write(() => gone.forEach(files.forget));
      await sweepParts(needs);
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
