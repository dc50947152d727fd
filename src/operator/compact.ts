// Gives the space of what was deleted back to the disk.
import { yield_pages_min, yield_pages_per_turn } from '../protocol/limits';
import type { World } from '../world';
import { OperatorError } from './accounts';

type Deps = Pick<World, 'usage' | 'ledger' | 'walScrub'>;

/** In small steps, so that nobody notices. */
const giveBack = async ({ usage, ledger, walScrub }: Deps): Promise<void> => {
  for (let free = usage.pages().free; free > 0; ) {
    await ledger.write(() => usage.yieldPages(yield_pages_per_turn));
    const left = usage.pages().free;
    if (left >= free) break;
    free = left;
  }
  // The file shrinks when its log is emptied.
  walScrub.scheduleLog();
};

const size = (usage: World['usage']) => {
  const { used, free, page_bytes } = usage.pages();
  return (used + free) * page_bytes;
};

/** @throws OperatorError if the database is too old to do it while it is in use */
export const compact = async (world: World) => {
  const { usage, hub } = world;
  const before_bytes = size(usage);
  if (usage.isYielding()) await giveBack(world);
  else if (hub.isServing()) {
    throw new OperatorError(
      'this database was made before it could shrink in use: stop the server and run it once more',
    );
  } else usage.rebuild();
  const after_bytes = size(usage);
  return { before_bytes, after_bytes, given_back_bytes: before_bytes - after_bytes };
};

/** Periodically, if it is worth it: a quarter of the file, and more than a few megabytes. */
export const compactIfWorth = async (world: Deps): Promise<void> => {
  const { used, free } = world.usage.pages();
  if (free < yield_pages_min || free * 3 < used || !world.usage.isYielding()) return;
  await giveBack(world);
};
