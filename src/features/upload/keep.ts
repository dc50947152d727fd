// Received bytes get their place on the disk, and their row.
import type { JobContext } from '../../db/ledger/job';
import type { Shelf } from '../../platform/disk';
import type { World } from '../../world';

/**
 * A file is in place before its row is written, because a client may ask for it as soon as it hears
 * about it. If no row is written in the end, the file is removed.
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
    // If it can't be discarded now, the next start does it.
    await disk.discard(id).catch(() => {});
  }
};
