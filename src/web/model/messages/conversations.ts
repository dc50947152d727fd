// The list of conversations: each with its newest message, and how many are unread.
import type { Conversations } from '../../../features/conversations/model';
import type { Friend } from '../../../protocol/objects';
import { get } from '../net/api';
import type { Item } from '../state';
import { conversations } from '../state';
import type { ToItem } from './item';
import { otherOf } from './item';

/** The newest message of a conversation, and how many more are unread. */
export const preview = (item: Item, friend: Friend | undefined, unread: number): void => {
  const id = otherOf(item);
  const known = conversations.value.find((each) => each.friend.id === id);
  const shown = known?.friend ?? friend;
  if (shown === undefined) return;
  const count = (known?.unread_count ?? 0) + unread;
  conversations.value = [
    { friend: shown, preview: item, unread_count: count },
    ...conversations.value.filter((each) => each.friend.id !== id),
  ];
};

/** A changed message stays where its conversation is. */
export const reword = (item: Item): void => {
  conversations.value = conversations.value.map((each) =>
    each.preview?.id === item.id ? { ...each, preview: item } : each,
  );
};

export const setUnread = (friend_id: number, unread_count: number): void => {
  conversations.value = conversations.value.map((each) =>
    each.friend.id === friend_id ? { ...each, unread_count } : each,
  );
};

export const unreadOf = (friend_id: number): number =>
  conversations.value.find(({ friend }) => friend.id === friend_id)?.unread_count ?? 0;

export const loadList = async (toItem: ToItem): Promise<void> => {
  const listed = await get<Conversations>('/conversations');
  conversations.value = await Promise.all(
    listed.map(async ({ friend, last_message, unread_count }) => ({
      friend,
      preview: await toItem(last_message),
      unread_count,
    })),
  );
};
