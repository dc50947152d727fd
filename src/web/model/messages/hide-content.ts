// What is not shown of a message, whatever it says.
import type { Item } from './item';
import { otherOf } from './item';
import type { SeenMessages } from './rollback-guard';

/** Whether a key is one of this friend's, as the vault knows them. */
export type IsTheirs = (friend_id: number, key_id: string) => boolean;

/**
 * A message under a key that nobody here knows shows nothing of what is in it, nor does one of which
 * this device has seen a later edit.
 */
export const createConcealing = (userId: () => number, isTheirs: IsTheirs, seen: SeenMessages) => {
  const concealed = new WeakMap<Item, Item>();
  return (item: Item): Item => {
    const { key_id, trouble, isSealed, id } = item;
    if (id === 0 || !isSealed || trouble !== null || key_id === null) return item;
    const isKnown = isTheirs(otherOf(item, userId()), key_id);
    if (isKnown && !seen.isOutdated(item)) return item;
    const reason = { reason: isKnown ? 'outdated' : 'unknown_key', key_id };
    const before = concealed.get(item);
    if (before?.trouble?.reason === reason.reason) return before;
    const known = { ...item, text: '', file: null, trouble: reason };
    concealed.set(item, known);
    return known;
  };
};
