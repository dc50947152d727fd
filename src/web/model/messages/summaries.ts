// A summary of each conversation: the key of its newest message, and the number of unread ones. Both
// follow the same changes as the messages. A message may be told of twice, by an answer and by an
// event, in either order: it counts once.
import { signal } from '@preact/signals';
import type { Conversations as Listed } from '../../../features/conversations/model';
import type { Friend } from '../../../protocol/objects';
import type { People } from '../people/people';
import type { Item } from './item';
import { otherOf } from './item';
import type { MessageTable } from './table';
import type { Windows } from './window/window';

/** As the server lists them, or as this device kept them. */
export type Listing = (Listed[number] & Partial<Pick<Summary, 'counted_to'>>)[];

interface Summary {
  friend: Friend;
  newest: string | null;
  /** How many are unread of those that lists and events told of. */
  counted: number;
  /** The id of the newest of these, read or not. */
  counted_to: number;
  /** How many are unread of those that pages brought before their events. */
  ahead: number;
  /** As this device had it, until the server tells. */
  isKept?: boolean;
}

type Count = Pick<Summary, 'counted' | 'counted_to'>;

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
        summaries.value[friend_id] ??
        (friend ? { friend, newest: null, counted: 0, counted_to: 0, ahead: 0 } : undefined);
      if (known) summaries.value = { ...summaries.value, [friend_id]: act(known) };
    },
  };
};

type Summaries = ReturnType<typeof createSummarySignal>;

const isWhole = (windows: Windows, friend_id: number): boolean => {
  const window = windows.windowOf(friend_id);
  return window?.next_after === null && !window.isStale;
};

const createCount = ({ table }: Needs, summaries: Summaries) => {
  /** Of those in the table: newer than `from`, and not newer than `to`. */
  const unreadWithin = (friend_id: number, from: number, to: number): number =>
    table.all(friend_id).filter(({ item: { id, isRead, sender_id } }) => {
      return sender_id === friend_id && !isRead && id > from && id <= to;
    }).length;
  const aheadOf = (friend_id: number, counted_to: number): number =>
    unreadWithin(friend_id, counted_to, Number.POSITIVE_INFINITY);
  const unreadOf = (friend_id: number): number => {
    const known = summaries.of(friend_id);
    return known ? known.counted + known.ahead : 0;
  };
  /** Another count, and with it what is not in it yet. */
  const count = (friend_id: number, act: (known: Summary) => Partial<Count>): void =>
    summaries.change(friend_id, (known) => {
      const next = { ...known, ...act(known) };
      return { ...next, ahead: aheadOf(friend_id, next.counted_to) };
    });

  return { unreadOf, aheadOf, unreadWithin, count };
};

const createUnread = (
  { table, windows }: Needs,
  summaries: Summaries,
  { unreadOf, aheadOf, unreadWithin, count }: ReturnType<typeof createCount>,
) => {
  /** Up to where one has read, and when this device heard of it. */
  const readUpTo = new Map<number, { id: number; stamp: number }>();

  return {
    /** A message that is not read yet. */
    came(friend_id: number, id: number): void {
      summaries.change(friend_id, (known) => {
        const { counted, counted_to, ahead } = known;
        if (id <= counted_to) return known;
        const left = ahead === 0 ? 0 : aheadOf(friend_id, id);
        return { ...known, counted: counted + 1, counted_to: id, ahead: left };
      });
    },
    /** What the server counted; what was read since is not unread again. */
    listed(friend_id: number, { counted, counted_to }: Count, asked: number): Count {
      const read = readUpTo.get(friend_id);
      if (read === undefined || read.stamp <= asked) return { counted, counted_to };
      if (read.id >= counted_to) return { counted: 0, counted_to: read.id };
      const left = unreadOf(friend_id) - aheadOf(friend_id, counted_to);
      return { counted: Math.max(0, Math.min(counted, left)), counted_to };
    },
    /**
     * One has read up to there, here or elsewhere; `ids` are those of the table that were read by it.
     * False if what is unread is not all in the table: then nothing here says how much of it was read.
     */
    read(
      friend_id: number,
      isMeant: (item: Item) => boolean,
      up_to: number,
      ids: number[],
    ): boolean {
      readUpTo.set(friend_id, { id: up_to, stamp: table.now() });
      const known = summaries.of(friend_id);
      const { newest = null, counted = 0, counted_to = 0 } = known ?? {};
      const last = table.get(newest ?? '');
      const isAll = last !== null && isMeant(last);
      const changed = ids.filter((id) => id <= counted_to).length;
      const isKnown =
        isAll ||
        isWhole(windows, friend_id) ||
        unreadWithin(friend_id, 0, counted_to) + changed >= counted;
      const left = (): number => {
        if (isAll) return 0;
        if (isWhole(windows, friend_id)) return unreadWithin(friend_id, up_to, counted_to);
        return Math.max(0, counted - changed);
      };
      count(friend_id, () => ({ counted: left() }));
      return isKnown;
    },
    clear: (): void => readUpTo.clear(),
  };
};

const createNewest = (
  { table, windows, userId }: Needs,
  summaries: Summaries,
  { count, unreadWithin }: ReturnType<typeof createCount>,
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
      }));
      count(friend_id, ({ counted_to }) => ({
        counted: unreadWithin(friend_id, up_to, counted_to),
      }));
    },
    /** False if nothing here says which is the newest now. */
    removed(friend_id: number, gone: Item | null): boolean {
      const known = summaries.of(friend_id);
      if (known === undefined) return true;
      const isUnread = gone !== null && gone.sender_id === friend_id && !gone.isRead;
      const refs = isWhole(windows, friend_id) ? windows.windowOf(friend_id)?.refs : undefined;
      const newest = refs?.findLast(({ id }) => id > 0);
      const isKept = known.newest !== null && table.get(known.newest) !== null;
      summaries.change(friend_id, () => ({
        ...known,
        newest: isKept ? known.newest : (newest?.key ?? null),
      }));
      count(friend_id, ({ counted, counted_to }) => {
        const isCounted = isUnread && gone.id <= counted_to;
        return { counted: Math.max(0, counted - (isCounted ? 1 : 0)) };
      });
      return gone !== null && (isKept || newest !== undefined);
    },
  };
};

export const createSummaries = (needs: Needs) => {
  const { table, people } = needs;
  const summaries = createSummarySignal(people);
  const counts = createCount(needs, summaries);
  const { came, listed, read, clear } = createUnread(needs, summaries, counts);
  const { cleared, newest, removed, later } = createNewest(needs, summaries, counts);
  const { unreadOf, aheadOf, count } = counts;
  return {
    all: summaries.all,
    of: summaries.of,
    unreadOf,
    came,
    read,
    newest,
    removed,
    cleared,
    /** A page may have brought what no event has told of. */
    paged: (friend_id: number): void => count(friend_id, () => ({})),
    /**
     * As the server lists them; each newest message is in the table already. False if one of them
     * is gone meanwhile.
     */
    list(all: Listing, asked: number, isKept: boolean): boolean {
      const next = all.map((each): [number, Summary] => {
        const { friend, last_message, unread_count } = each;
        // Only this device says it: a server's list counts all.
        const counted_to = (isKept ? each.counted_to : undefined) ?? last_message.id;
        const listed_key = table.entryById(last_message.id)?.key ?? null;
        const before = summaries.of(friend.id);
        // What this device kept may be deleted meanwhile.
        const known = before?.isKept ? null : (before?.newest ?? null);
        const now = listed(friend.id, { counted: unread_count, counted_to }, asked);
        const ahead = aheadOf(friend.id, now.counted_to);
        return [friend.id, { friend, newest: later(known, listed_key), ...now, ahead, isKept }];
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
