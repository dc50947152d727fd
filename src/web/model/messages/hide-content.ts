// What is not shown of a message, whatever it says.
import type { Item } from './item';
import { otherOf } from './item';
import type { RollbackGuard } from './rollback-guard';

/** Whether a key is one of this friend's, as the vault knows them. */
export type IsTheirs = (friend_id: number, key_id: string) => boolean;

const reasonOf = (item: Item, isTheirs: boolean, seen: RollbackGuard): string | null => {
  if (!isTheirs) return 'unknown_key';
  if (seen.isGone(item)) return 'deleted_before';
  return seen.isOutdated(item) ? 'outdated' : null;
};

/**
 * A message under a key that nobody here knows shows nothing of what is in it, nor does one of which
 * this device has seen a later edit, or that the server had said to be deleted.
 */
export const createHideContent = (
  userId: () => number,
  isTheirs: IsTheirs,
  seen: RollbackGuard,
) => {
  const concealed = new WeakMap<Item, Item>();
  return (item: Item): Item => {
    const { key_id, trouble, isSealed, id } = item;
    if (id === 0 || !isSealed || trouble !== null || key_id === null) return item;
    const reason = reasonOf(item, isTheirs(otherOf(item, userId()), key_id), seen);
    if (reason === null) return item;
    const before = concealed.get(item);
    if (before?.trouble?.reason === reason) return before;
    const known = { ...item, text: '', file: null, trouble: { reason, key_id } };
    concealed.set(item, known);
    return known;
  };
};
