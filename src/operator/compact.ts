// Gives the space of what was deleted back to the disk.
import { yield_pages_min, yield_pages_per_turn } from '../protocol/limits';
import type { World } from '../world';
import { OperatorError } from './accounts';

type Deps = Pick<World, 'databasePages' | 'ledger' | 'walScrub'>;

/** In small steps, so that nobody notices. */
const giveBack = async ({ databasePages, ledger, walScrub }: Deps): Promise<void> => {
  for (let free = databasePages.counts().free; free > 0; ) {
    await ledger.write(() => databasePages.giveBack(yield_pages_per_turn));
    const left = databasePages.counts().free;
    if (left >= free) break;
    free = left;
  }
  // The file shrinks when its log is emptied.
  walScrub.scheduleLog();
};

/** Of the database's file, in bytes. */
const sizeOf = (databasePages: World['databasePages']): number => {
  const { used, free, page_bytes } = databasePages.counts();
  return (used + free) * page_bytes;
};

/** @throws OperatorError if the database is too old to do it while it is in use */
export const compact = async (world: World) => {
  const { databasePages, hub } = world;
  const before_bytes = sizeOf(databasePages);
  if (databasePages.isYielding()) await giveBack(world);
  else if (hub.isServing()) {
    throw new OperatorError(
      'this database was made before it could shrink in use: stop the server and run it once more',
    );
  } else databasePages.rebuild();
  const after_bytes = sizeOf(databasePages);
  return { before_bytes, after_bytes, given_back_bytes: before_bytes - after_bytes };
};

/** Periodically, if it is worth it: a quarter of the file, and more than a few megabytes. */
export const compactIfWorth = async (world: Deps): Promise<void> => {
  const { used, free } = world.databasePages.counts();
  if (free < yield_pages_min || free * 3 < used || !world.databasePages.isYielding()) return;
  await giveBack(world);
};
