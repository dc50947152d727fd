// The list of conversations as it is shown, the newest first.
import { computed, signal } from '@preact/signals';
import type { Conversations as Listed } from '../../../features/conversations/model';
import type { People } from '../people/people';
import { readonly } from '../readonly';
import type { Screen } from '../ui/screen';
import type { Lifetimes } from './expiring/lifetimes';
import type { Item } from './item';
import type { Conversation } from './newest';
import { withUnsent } from './newest';
import type { Silences } from './silences';
import { createSummaries } from './summaries';
import type { Table } from './table';
import type { Windows } from './window/window';

interface Needs {
  table: Table;
  windows: Windows;
  people: People;
  screen: Screen;
  lifetimes: Pick<Lifetimes, 'listed'>;
  silences: Silences;
  userId: () => number;
}

export const createConversations = (needs: Needs) => {
  const { lifetimes, table, people, screen, silences, windows } = needs;
  const summaries = createSummaries(needs);
  const isLoaded = signal(false);
  const arrived = signal<Item | null>(null);
  /** While a deletion can be undone, the message before it stands for the conversation. */
  const lastShown = (friend_id: number): Item | null =>
    windows.timelineOf(friend_id).items.findLast(({ id }) => id > 0) ?? null;
  const rank = (item: Item | null): number => item?.id ?? 0;

  const isSilent = ({ friend }: Pick<Conversation, 'friend'>) => silences.isSilent(friend.id);

  const conversations = computed((): Conversation[] => {
    const listed = summaries
      .all()
      .map(({ friend, newest, unread }) => ({
        friend: people.contactOf(friend.id) ?? friend,
        preview: table.get(newest ?? '') ?? lastShown(friend.id),
        unread_count: unread,
      }))
      .sort((a, b) => rank(b.preview) - rank(a.preview));
    // Friends without a message yet are conversations too.
    const last = people.formerFriend.value;
    const isLeft = last !== null && last.id === screen.opened.value && !people.friendOf(last.id);
    // One's notes stand there from the first note on, or while they are open.
    const self = people.self.value;
    const notes = self !== null && self.id === screen.opened.value ? [self] : [];
    const rest = [...people.friends.value, ...(isLeft ? [last] : []), ...notes]
      .filter(({ id }) => summaries.of(id) === undefined)
      .map((friend) => ({ friend, preview: null, unread_count: 0 }));
    const shown = [...listed, ...rest].map((each) => ({ ...each, isSilent: isSilent(each) }));
    return withUnsent(shown, table.allUnsent(), screen.clockOff_ms.value);
  });

  const { unreadOf, newest, removed, read, clear } = summaries;
  return {
    list: conversations,
    /** The list is here. */
    isLoaded: readonly(isLoaded),
    /** The newest message of a friend, for screen readers. */
    arrived: readonly(arrived),
    current: computed(
      () => conversations.value.find(({ friend }) => friend.id === screen.opened.value) ?? null,
    ),
    /** Of those that are not silent. */
    unreadTotal: computed(() =>
      conversations.value.reduce((sum, each) => sum + (each.isSilent ? 0 : each.unread_count), 0),
    ),
    /** What is known of each, whether it is shown or not. */
    summaries: summaries.all,
    unreadOf,
    newest,
    removed,
    read,
    clear,
    listed(all: Listed, asked: number, isKept = false): boolean {
      lifetimes.listed(all.map((each) => ({ ...each, id: each.friend.id })));
      silences.listed(all.map(({ friend, muted_until }) => ({ id: friend.id, muted_until })));
      const isComplete = summaries.list(all, asked, isKept);
      isLoaded.value = true;
      return isComplete;
    },
    came(item: Item): void {
      if (!item.isRead) summaries.came(item.sender_id);
      arrived.value = item;
    },
    isHeld: (key: string): boolean => summaries.all().some((each) => each.newest === key),
  };
};

export type Conversations = ReturnType<typeof createConversations>;
