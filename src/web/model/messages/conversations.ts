// The list of conversations: each with its newest message, by its key in the table, and how many are
// unread.
import { computed, signal } from '@preact/signals';
import type { Conversations as Listed } from '../../../features/conversations/model';
import type { Friend } from '../../../protocol/objects';
import type { People } from '../people/people';
import { readonly } from '../readonly';
import type { Screen } from '../ui/screen';
import type { Item } from './item';
import { otherOf } from './item';
import { withUnsent } from './newest';
import type { Table } from './table';
import type { Windows } from './window';

export interface Conversation {
  friend: Friend;
  /** The newest message; one that is not sent yet is newer than all others. */
  preview: Item | null;
  unread_count: number;
}

interface Summary {
  friend: Friend;
  newest: string | null;
  unread: number;
}

interface Needs {
  table: Table;
  windows: Windows;
  people: People;
  screen: Screen;
  userId: () => number;
}

export const createConversations = ({ table, windows, people, screen, userId }: Needs) => {
  const summaries = signal<Record<number, Summary>>({});
  const isLoaded = signal(false);
  const arrived = signal<Item | null>(null);
  /** Up to where one has read, and when this device heard of it. */
  const readUpTo = new Map<number, { id: number; stamp: number }>();

  const set = (friend_id: number, change: (known: Summary) => Summary): void => {
    const friend = people.friendOf(friend_id);
    const known =
      summaries.value[friend_id] ?? (friend ? { friend, newest: null, unread: 0 } : undefined);
    if (known) summaries.value = { ...summaries.value, [friend_id]: change(known) };
  };
  const unreadOf = (friend_id: number): number => summaries.value[friend_id]?.unread ?? 0;
  const theirsAfter = (friend_id: number, id: number): number =>
    table
      .all(friend_id)
      .filter(({ item }) => item.sender_id === friend_id && !item.isRead && item.id > id).length;

  const rank = (item: Item | null): number => item?.id ?? 0;

  const conversations = computed((): Conversation[] => {
    const listed = Object.values(summaries.value)
      .map(({ friend, newest, unread }) => ({
        friend: people.friendOf(friend.id) ?? friend,
        preview: table.get(newest ?? ''),
        unread_count: unread,
      }))
      .sort((a, b) => rank(b.preview) - rank(a.preview));
    // Friends without a message yet are conversations too.
    const last = people.parted.value;
    const isLeft = last !== null && last.id === screen.opened.value && !people.friendOf(last.id);
    const rest = [...people.friends.value, ...(isLeft ? [last] : [])]
      .filter(({ id }) => summaries.value[id] === undefined)
      .map((friend) => ({ friend, preview: null, unread_count: 0 }));
    return withUnsent([...listed, ...rest], table.allUnsent(), screen.clockOff_ms.value);
  });

  /** What the server counted, and what came since; what was read since is not unread again. */
  const unreadBy = (friend_id: number, last_id: number, count: number, asked: number): number => {
    const read = readUpTo.get(friend_id);
    const all = count + theirsAfter(friend_id, last_id);
    if (read === undefined || read.stamp <= asked) return all;
    if (read.id >= last_id) return theirsAfter(friend_id, read.id);
    return Math.min(unreadOf(friend_id), all);
  };

  return {
    list: conversations,
    /** The list is here. */
    isLoaded: readonly(isLoaded),
    /** The newest message of a friend, for who listens to the screen. */
    arrived: readonly(arrived),
    current: computed(
      () => conversations.value.find(({ friend }) => friend.id === screen.opened.value) ?? null,
    ),
    unreadTotal: computed(() =>
      conversations.value.reduce((sum, { unread_count }) => sum + unread_count, 0),
    ),
    unreadOf,
    /**
     * As the server lists them; each newest message is in the table already. False if one of them
     * is gone meanwhile.
     */
    listed(listed: Listed, asked: number): boolean {
      const next = listed.map(({ friend, last_message, unread_count }): [number, Summary] => {
        const newest = table.entryById(last_message.id)?.key ?? null;
        const unread = unreadBy(friend.id, last_message.id, unread_count, asked);
        const known = summaries.value[friend.id]?.newest ?? null;
        const isNewer = rank(table.get(known ?? '')) > last_message.id;
        return [friend.id, { friend, newest: isNewer ? known : newest, unread }];
      });
      // One that began while the list was on its way.
      const begun = Object.entries(summaries.value).filter(
        ([, { newest }]) => (table.entryOf(newest ?? '')?.stamp ?? 0) > asked,
      );
      summaries.value = { ...Object.fromEntries(begun), ...Object.fromEntries(next) };
      isLoaded.value = true;
      return next.every(([, { newest }]) => newest !== null);
    },
    /** A message came, was sent, or is known from a page. */
    newest(item: Item, key: string): void {
      const friend_id = otherOf(item, userId());
      set(friend_id, (known) =>
        item.id >= rank(table.get(known.newest ?? '')) ? { ...known, newest: key } : known,
      );
    },
    came(item: Item): void {
      const friend_id = item.sender_id;
      if (!item.isRead) set(friend_id, (known) => ({ ...known, unread: known.unread + 1 }));
      arrived.value = item;
    },
    /** False if nothing here says which is the newest now. */
    removed(friend_id: number, gone: Item | null): boolean {
      const known = summaries.value[friend_id];
      if (known === undefined) return true;
      const isUnread = gone !== null && gone.sender_id === friend_id && !gone.isRead;
      const unread = isUnread ? Math.max(0, known.unread - 1) : known.unread;
      const window = windows.windowOf(friend_id);
      const isWhole = window?.next_after === null && !window.isStale;
      const newest = isWhole ? window.places.findLast(({ id }) => id > 0) : undefined;
      const isKept = known.newest !== null && table.get(known.newest) !== null;
      set(friend_id, () => ({
        ...known,
        unread,
        newest: isKept ? known.newest : (newest?.key ?? null),
      }));
      return gone !== null && (isKept || newest !== undefined);
    },
    /** One has read up to there, here or elsewhere; `count` messages of the table changed by it. */
    read(friend_id: number, isMeant: (item: Item) => boolean, up_to: number, count: number): void {
      readUpTo.set(friend_id, { id: up_to, stamp: table.now() });
      const last = table.get(summaries.value[friend_id]?.newest ?? '');
      const window = windows.windowOf(friend_id);
      const unread = () => {
        if (last && isMeant(last)) return 0;
        if (window?.next_after === null && !window.isStale) return theirsAfter(friend_id, up_to);
        return Math.max(0, unreadOf(friend_id) - count);
      };
      set(friend_id, (known) => ({ ...known, unread: unread() }));
    },
    isHeld: (key: string): boolean =>
      Object.values(summaries.value).some(({ newest }) => newest === key),
    clear(): void {
      summaries.value = {};
      readUpTo.clear();
    },
  };
};

export type Conversations = ReturnType<typeof createConversations>;
