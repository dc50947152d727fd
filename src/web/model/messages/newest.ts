// The newest message of each conversation in the list: an unsent message counts as newer than all that
// are on the server, as in the conversation itself.
import type { Friend } from '../../../protocol/objects';
import type { Item } from './item';
import type { Arrangement } from './own-view/arrangements';

export interface Conversation extends Arrangement {
  friend: Friend;
  /** The newest message; one that is not sent yet is newer than all others. */
  preview: Item | null;
  unread_count: number;
  isSilent: boolean;
}

/** Otherwise in their order. */
export const pinnedFirst = (all: Conversation[]): Conversation[] =>
  [true, false].flatMap((isPinned) => all.filter(({ pinned }) => pinned === isPinned));

/** A list of friends that is read again has other objects of the same people. */
const isSameFriend = (one: Friend, other: Friend): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const isSame = (one: Conversation, other: Conversation): boolean =>
  (Object.keys(one) as (keyof Conversation)[]).every((name) =>
    name === 'friend' ? isSameFriend(one.friend, other.friend) : one[name] === other[name],
  );

/**
 * The same objects as before for what has not changed, and the same list if nothing has: of hundreds of
 * rows only those are drawn again that are others by now.
 */
export const keepingSame = (): ((all: Conversation[]) => Conversation[]) => {
  let last: Conversation[] = [];
  return (all) => {
    const before = new Map(last.map((each) => [each.friend.id, each]));
    const next = all.map((each) => {
      const known = before.get(each.friend.id);
      return known && isSame(each, known) ? known : each;
    });
    const isAll = next.length === last.length && next.every((each, at) => each === last[at]);
    if (!isAll) last = next;
    return last;
  };
};

const newestOf = (unsent: Item[]): Map<number, Item> => {
  const newest = new Map<number, Item>();
  for (const item of unsent) {
    const known = newest.get(item.receiver_id);
    if (!known || Date.parse(item.at) >= Date.parse(known.at)) newest.set(item.receiver_id, item);
  }
  return newest;
};

const timeOf = ({ preview }: Conversation): number =>
  preview === null ? Number.NEGATIVE_INFINITY : Date.parse(preview.at);

/** Those with an unsent message move up to its time; the others stay in the server's order. */
export const withUnsent = (
  all: Conversation[],
  unsent: Item[],
  clock_off_ms: number,
): Conversation[] => {
  const newest = newestOf(unsent);
  const moved: { shown: Conversation; time: number }[] = [];
  const listed: Conversation[] = [];
  for (const each of all) {
    const item = newest.get(each.friend.id);
    if (item === undefined) {
      listed.push(each);
      continue;
    }
    const time = Math.max(Date.parse(item.at) - clock_off_ms, timeOf(each));
    moved.push({ shown: { ...each, preview: item }, time });
  }
  // The oldest first: a newer one then finds its place above it.
  for (const { shown, time } of moved.toSorted((a, b) => a.time - b.time)) {
    const at = listed.findIndex((each) => timeOf(each) <= time);
    listed.splice(at < 0 ? listed.length : at, 0, shown);
  }
  return listed;
};
