// The list of conversations as it is shown, the newest first.
import { computed, signal } from '@preact/signals';
import type { People } from '../people/people';
import { readonly } from '../readonly';
import type { Screen } from '../ui/screen';
import type { Lifetimes } from './expiring/lifetimes';
import type { Item } from './item';
import type { Conversation } from './newest';
import { keepingSame, pinnedFirst, withUnsent } from './newest';
import type { Arrangement, Arrangements } from './own-view/arrangements';
import type { Silences } from './own-view/silences';
import type { Listing } from './summaries';
import { createSummaries } from './summaries';
import type { MessageTable } from './table';
import type { Windows } from './window/window';

interface Needs {
  table: MessageTable;
  windows: Windows;
  people: People;
  screen: Screen;
  arrangements: Arrangements;
  lifetimes: Pick<Lifetimes, 'listed'>;
  silences: Silences;
  userId: () => number;
}

/** The list, and one's notes, whether they are in it or not. */
const createShown = (needs: Needs, summaries: ReturnType<typeof createSummaries>) => {
  const { arrangements, table, people, screen, silences, windows } = needs;
  /** While a deletion can be undone, the message before it stands for the conversation. */
  const lastShown = (friend_id: number): Item | null =>
    windows.timelineOf(friend_id).items.findLast(({ id }) => id > 0) ?? null;
  const rank = (item: Item | null): number => item?.id ?? 0;

  /** One that was cleared is still there while it is open, or while its person is a friend. */
  const isThere = ({ friend: { id }, preview }: Pick<Conversation, 'friend' | 'preview'>) =>
    preview !== null || people.friendOf(id) !== undefined || id === screen.opened.value;
  const withSettings = (
    each: Omit<Conversation, 'isSilent' | keyof Arrangement>,
  ): Conversation => ({
    ...each,
    isSilent: silences.isSilent(each.friend.id),
    ...arrangements.of(each.friend.id),
  });

  const kept = keepingSame();
  const conversations = computed((): Conversation[] => {
    const listed = summaries
      .all()
      .map(({ friend, newest, counted, ahead }) => ({
        friend: people.contactOf(friend.id) ?? friend,
        preview: table.get(newest ?? '') ?? lastShown(friend.id),
        unread_count: counted + ahead,
      }))
      .sort((a, b) => rank(b.preview) - rank(a.preview));
    const waiting = table.allUnsent();
    /** It is open, or something for them waits: what was written is not out of sight. */
    const isBegun = (id: number) =>
      id === screen.opened.value || waiting.some(({ receiver_id }) => receiver_id === id);
    // Friends without a message yet are conversations too.
    const last = people.formerFriend.value;
    const isLeft = last !== null && isBegun(last.id) && !people.friendOf(last.id);
    // One's notes stand there from the first note on, or while they are open.
    const self = people.self.value;
    const notes = self !== null && isBegun(self.id) ? [self] : [];
    const rest = [...people.friends.value, ...(isLeft ? [last] : []), ...notes]
      .filter(({ id }) => summaries.of(id) === undefined)
      .map((friend) => ({ friend, preview: null, unread_count: 0 }));
    const shown = [...listed, ...rest].map(withSettings);
    const unsent = withUnsent(shown, waiting, screen.clockOff_ms.value);
    return kept(pinnedFirst(unsent.filter(isThere)));
  });

  const notes = computed((): Conversation | null => {
    const friend = people.self.value;
    const begun = conversations.value.find((each) => each.friend.id === friend?.id);
    const none = { preview: null, unread_count: 0 };
    return begun ?? (friend && withSettings({ friend, ...none }));
  });
  return { conversations, notes };
};

export const createConversations = (needs: Needs) => {
  const { arrangements, lifetimes, screen, silences } = needs;
  const summaries = createSummaries(needs);
  const isLoaded = signal(false);
  const arrived = signal<Item | null>(null);
  const { conversations, notes } = createShown(needs, summaries);
  const { unreadOf, newest, removed, cleared, read, paged, clear } = summaries;
  return {
    list: conversations,
    /** One's notes, whether they were begun or not; null before someone is signed in. */
    notes,
    /** The list is here. */
    isLoaded: readonly(isLoaded),
    /** The newest message of a friend, for screen readers. */
    arrived: readonly(arrived),
    current: computed(
      () => conversations.value.find(({ friend }) => friend.id === screen.opened.value) ?? null,
    ),
    /** Of those that are neither silent nor put away. */
    unreadTotal: computed(() =>
      conversations.value
        .filter(({ isSilent, archived }) => !isSilent && !archived)
        .reduce((sum, { unread_count }) => sum + unread_count, 0),
    ),
    /** What is known of each, whether it is shown or not. */
    summaries: summaries.all,
    unreadOf,
    newest,
    removed,
    cleared,
    read,
    paged,
    clear,
    listed(all: Listing, asked: number, isKept = false): boolean {
      const told = all.map((each) => ({ ...each, id: each.friend.id }));
      // What this device kept is older than all that was heard.
      for (const each of [lifetimes, arrangements, silences]) each.listed(told, isKept ? 0 : asked);
      const isComplete = summaries.list(all, asked, isKept);
      isLoaded.value = true;
      return isComplete;
    },
    /** An event tells of a message of a friend, which a page may have brought before. */
    came(item: Item, isKnown: boolean): void {
      if (!item.isRead) summaries.came(item.sender_id, item.id);
      if (!isKnown) arrived.value = item;
    },
    isHeld: (key: string): boolean => summaries.all().some((each) => each.newest === key),
  };
};

export type Conversations = ReturnType<typeof createConversations>;
