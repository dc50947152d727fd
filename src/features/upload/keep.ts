// Received bytes get their place on the disk, and their row.
import type { JobContext } from '../../db/ledger/job';
import type { Shelf } from '../../platform/disk';
import type { World } from '../../world';

/**
 * A file has its place before its row is written, for whoever is told of it may ask for it at
 * once. If there is no row in the end, the file goes again.
 */
export const keep = async (
  { disk, ledger }: Pick<World, 'disk' | 'ledger'>,
  shelf: Shelf,
  id: string,
  job: (turn: JobContext) => void,
): Promise<void> => {
  try {
    await disk.keep(shelf, id);
    await ledger.write(job);
  } catch (error) {
    await disk.remove(shelf, id);
    throw error;
  } finally {
    // What can't be discarded now, the next start sweeps.
    await disk.discard(id).catch(() => {});
  }
};
