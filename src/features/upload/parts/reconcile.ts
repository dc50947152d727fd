// At the start, before anything comes: a crash, or a restored backup, may be between rows and bytes.
import type { World } from '../../../world';

type Deps = Pick<World, 'ledger' | 'files' | 'disk' | 'partialUploads' | 'partialFiles'>;

export const reconcileParts = async (world: Deps): Promise<void> => {
  const { ledger, files, disk, partialUploads, partialFiles } = world;
  const there = new Set(await partialFiles.names());
  for (const id of partialUploads.ids()) {
    // It was about to become a file.
    if (files.byId(id) === undefined) await disk.remove('files', id);
    if (!there.has(id)) await ledger.write(() => partialUploads.forget(id));
  }
};
