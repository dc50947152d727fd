// Received bytes get their place on the disk, and their row.
import type { JobContext } from '../../db/ledger/job';
import type { Folder } from '../../platform/file-paths';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

/**
 * Nobody would hear of what is kept for a client that is gone. The runtime says the same of one that
 * only closed its sending half, and answers neither.
 * @throws unreadableBody, which nobody hears either
 */
export const mustBeWaiting = ({ signal }: Request): void => {
  if (signal.aborted) throw new Refusal('unreadableBody');
};

/**
 * A file is in place before its row is written, because a client may ask for it as soon as it hears
 * about it. If no row is written in the end, the file is removed.
 */
export const keep = async (
  { disk, ledger }: Pick<World, 'disk' | 'ledger'>,
  folder: Folder,
  id: string,
  job: (turn: JobContext) => void,
): Promise<void> => {
  try {
    await disk.keep(folder, id);
    await ledger.write(job);
  } catch (error) {
    await disk.remove(folder, id);
    throw error;
  } finally {
    // If it can't be discarded now, the next start does it.
    await disk.discard(id).catch(() => {});
  }
};
