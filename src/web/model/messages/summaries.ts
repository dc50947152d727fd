// A summary of each conversation: the key of its newest message, and the number of unread ones. Both
// follow the same changes as the messages.
import { signal } from '@preact/signals';
import type { Conversations as Listed } from '../../../features/conversations/model';
import type { Friend } from '../../../protocol/objects';
import type { People } from '../people/people';
import type { Item } from './item';
import { otherOf } from './item';
import type { MessageTable } from './table';
import type { Windows } from './window/window';

interface Summary {
  friend: Friend;
  newest: string | null;
  unread: number;
  /** As this device had it, until the server tells. */
  isKept?: boolean;
}

interface Needs {
  table: MessageTable;
  windows: Windows;
  people: People;
  userId: () => number;
}

const createSummarySignal = (people: People) => {
  const summaries = signal<Record<number, Summary>>({});
  return {
    of: (friend_id: number): Summary | undefined => summaries.value[friend_id],
    all: (): Summary[] => Object.values(summaries.value),
    replace(next: Record<number, Summary>): void {
      summaries.value = next;
    },
    /** Does nothing for an unknown person. */
    change(friend_id: number, act: (known: Summary) => Summary): void {
      const friend = people.contactOf(friend_id);
      const known =
        summaries.value[friend_id] ?? (friend ? { friend, newest: null, unread: 0 } : undefined);
      if (known) summaries.value = { ...summaries.value, [friend_id]: act(known) };
    },
  };
};

type Summaries = ReturnType<typeof createSummarySignal>;

const isWhole = (windows: Windows, friend_id: number): boolean => {
  const window = windows.windowOf(friend_id);
  return window?.next_after === null && !window.isStale;
};

const createUnread = ({ table, windows }: Needs, summaries: Summaries) => {
  /** Up to where one has read, and when this device heard of it. */
  const readUpTo = new Map<number, { id: number; stamp: number }>();
  const unreadOf = (friend_id: number): number => summaries.of(friend_id)?.unread ?? 0;
  const theirsAfter = (friend_id: number, id: number): number =>
    table
      .all(friend_id)
      .filter(({ item }) => item.sender_id === friend_id && !item.isRead && item.id > id).length;

  return {
    unreadOf,
    theirsAfter,
    /** What the server counted, and what came since; what was read since is not unread again. */
    listed(friend_id: number, last_id: number, count: number, asked: number): number {
      const read = readUpTo.get(friend_id);
      const all = count + theirsAfter(friend_id, last_id);
      if (read === undefined || read.stamp <= asked) return all;
      if (read.id >= last_id) return theirsAfter(friend_id, read.id);
      return Math.min(unreadOf(friend_id), all);
    },

    /**
     * One has read up to there, here or elsewhere; `count` messages of the table changed by it. False if
     * what is unread is not all in the table: then nothing here says how much of it was read.
     */
    read(
      friend_id: number,
      isMeant: (item: Item) => boolean,
      up_to: number,
      count: number,
    ): boolean {
      readUpTo.set(friend_id, { id: up_to, stamp: table.now() });
      const last = table.get(summaries.of(friend_id)?.newest ?? '');
      const isAll = last !== null && isMeant(last);
      const isKnown =
        isAll ||
        isWhole(windows, friend_id) ||
        theirsAfter(friend_id, 0) + count >= unreadOf(friend_id);
      const unread = () => {
        if (isAll) return 0;
        if (isWhole(windows, friend_id)) return theirsAfter(friend_id, up_to);
        return Math.max(0, unreadOf(friend_id) - count);
      };
      summaries.change(friend_id, (known) => ({ ...known, unread: unread() }));
      return isKnown;
    },
    clear: (): void => readUpTo.clear(),
  };
};

const createNewest = (
  { table, windows, userId }: Needs,
  summaries: Summaries,
  theirsAfter: (friend_id: number, id: number) => number,
) => {
  const idOf = (key: string | null): number => table.get(key ?? '')?.id ?? 0;
  return {
    /** Of two, by their keys. */
    later: (one: string | null, other: string | null): string | null =>
      idOf(one) > idOf(other) ? one : other,
    /** A message came, was sent, or is known from a page. False if it is of somebody unknown. */
    newest(item: Item, key: string): boolean {
      const friend_id = otherOf(item, userId());
      summaries.change(friend_id, (known) =>
        item.id >= idOf(known.newest) ? { ...known, newest: key, isKept: false } : known,
      );
      return summaries.of(friend_id) !== undefined;
    },
    /** Everything up to there is hidden. */
    cleared(friend_id: number, up_to: number): void {
      summaries.change(friend_id, (known) => ({
        ...known,
        newest: idOf(known.newest) > up_to ? known.newest : null,
        unread: theirsAfter(friend_id, up_to),
      }));
    },
    /** False if nothing here says which is the newest now. */
    removed(friend_id: number, gone: Item | null): boolean {
      const known = summaries.of(friend_id);
      if (known === undefined) return true;
      const isUnread = gone !== null && gone.sender_id === friend_id && !gone.isRead;
      const unread = isUnread ? Math.max(0, known.unread - 1) : known.unread;
      const refs = isWhole(windows, friend_id) ? windows.windowOf(friend_id)?.refs : undefined;
      const newest = refs?.findLast(({ id }) => id > 0);
      const isKept = known.newest !== null && table.get(known.newest) !== null;
      summaries.change(friend_id, () => ({
        ...known,
        unread,
        newest: isKept ? known.newest : (newest?.key ?? null),
      }));
      return gone !== null && (isKept || newest !== undefined);
    },
  };
};

export const createSummaries = (needs: Needs) => {
  const { table, people } = needs;
  const summaries = createSummarySignal(people);
  const { unreadOf, theirsAfter, listed, read, clear } = createUnread(needs, summaries);
  const { cleared, newest, removed, later } = createNewest(needs, summaries, theirsAfter);
  return {
    all: summaries.all,
    of: summaries.of,
    unreadOf,
    read,
    newest,
    removed,
    cleared,
    /** One that is not read yet. */
    came(friend_id: number): void {
      summaries.change(friend_id, (known) => ({ ...known, unread: known.unread + 1 }));
    },
    /**
     * As the server lists them; each newest message is in the table already. False if one of them
     * is gone meanwhile.
     */
    list(all: Listed, asked: number, isKept: boolean): boolean {
      const next = all.map(({ friend, last_message, unread_count }): [number, Summary] => {
        const listed_key = table.entryById(last_message.id)?.key ?? null;
        const before = summaries.of(friend.id);
        // What this device kept may be deleted meanwhile.
        const known = before?.isKept ? null : (before?.newest ?? null);
        const unread = listed(friend.id, last_message.id, unread_count, asked);
        const newest = later(known, listed_key);
        return [friend.id, { friend, newest, unread, isKept }];
      });
      // One that began while the list was on its way.
      const begun = summaries
        .all()
        .filter((each) => (table.entryOf(each.newest ?? '')?.stamp ?? 0) > asked)
        .map((each): [number, Summary] => [each.friend.id, each]);
      summaries.replace(Object.fromEntries([...begun, ...next]));
      return next.every(([, each]) => each.newest !== null);
    },
    clear(): void {
      summaries.replace({});
      clear();
    },
  };
};
