// What is known of each conversation: pages of history, kept in order, and the list of previews.
import type { Friend, Message } from '../../realtime/views';
import { get } from './api';
import type { ToItem } from './item';
import { otherOf } from './item';
import type { History, Item } from './state';
import { conversations, deliveredUpTo, friends, histories, me, requests } from './state';

const page_messages = 50;

interface Page {
  messages: Message[];
  pagination: { next_before: number | null };
}

interface Listed {
  friend: Friend;
  last_message: Message;
  unread_count: number;
}

const set = (friend_id: number, change: (known: History) => History) => {
  const known = histories.value[friend_id] ?? { items: [], next_before: null, isLoading: false };
  histories.value = { ...histories.value, [friend_id]: change(known) };
};

// Those that the server does not have yet come last.
const rank = ({ id }: Item) => (id === 0 ? Number.MAX_SAFE_INTEGER : id);

/** In place of the one with the same `client_id`, or where it belongs. */
export const upsert = (item: Item): void => {
  const friend_id = otherOf(item);
  if (histories.value[friend_id] === undefined) return;
  set(friend_id, (known) => {
    const others = known.items.filter(
      ({ client_id, id }) => client_id !== item.client_id && (id === 0 || id !== item.id),
    );
    const items = [...others, item].sort((a, b) => rank(a) - rank(b));
    return { ...known, items };
  });
};

export const update = (friend_id: number, change: (item: Item) => Item): void => {
  if (histories.value[friend_id] === undefined) return;
  set(friend_id, (known) => ({ ...known, items: known.items.map(change) }));
};

export const drop = (friend_id: number, id: number): void => {
  if (histories.value[friend_id] === undefined) return;
  set(friend_id, (known) => ({ ...known, items: known.items.filter((item) => item.id !== id) }));
};

const kept_messages_max = 400;
const kept_messages = 100;

/** At the end of a long history its far top is let go: it is fetched again when wanted. */
export const trim = (friend_id: number): void => {
  const known = histories.value[friend_id];
  if (!known || known.items.length <= kept_messages_max) return;
  const items = known.items.slice(-kept_messages);
  const next_before = items.find(({ id }) => id > 0)?.id ?? known.next_before;
  histories.value = { ...histories.value, [friend_id]: { ...known, items, next_before } };
};

export const dropDraft = (item: Item): void => {
  set(otherOf(item), (known) => ({
    ...known,
    items: known.items.filter(({ client_id }) => client_id !== item.client_id),
  }));
};

/** The newest message of a conversation, and how many are unread. */
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

export const setUnread = (friend_id: number, unread_count: number): void => {
  conversations.value = conversations.value.map((each) =>
    each.friend.id === friend_id ? { ...each, unread_count } : each,
  );
};

export const createLog = (toItem: ToItem) => {
  const page = async (friend_id: number, before?: number) => {
    const cursor = before === undefined ? '' : `&before=${before}`;
    const { messages, pagination } = await get<Page>(
      `/messages/${friend_id}?limit=${page_messages}${cursor}`,
    );
    return { items: await Promise.all(messages.reverse().map(toItem)), pagination };
  };
  const load = async (friend_id: number): Promise<void> => {
    set(friend_id, (known) => ({ ...known, isLoading: true }));
    const { items, pagination } = await page(friend_id);
    set(friend_id, (known) => ({
      items: [...items, ...known.items.filter(({ id }) => id === 0)],
      next_before: pagination.next_before,
      isLoading: false,
    }));
  };
  return {
    async loadAll(): Promise<void> {
      const [known, asked, listed] = await Promise.all([
        get<Friend[]>('/friends'),
        get<typeof requests.value>('/friends/requests'),
        get<Listed[]>('/conversations'),
      ]);
      friends.value = known;
      requests.value = asked;
      conversations.value = await Promise.all(
        listed.map(async ({ friend, last_message, unread_count }) => {
          const item = await toItem(last_message);
          return { friend, preview: item, unread_count };
        }),
      );
      for (const id of Object.keys(histories.value)) await load(Number(id));
    },
    load,
    async older(friend_id: number): Promise<void> {
      const known = histories.value[friend_id];
      if (!known || known.isLoading || known.next_before === null) return;
      set(friend_id, (each) => ({ ...each, isLoading: true }));
      const { items, pagination } = await page(friend_id, known.next_before);
      set(friend_id, (each) => ({
        items: [...items, ...each.items],
        next_before: pagination.next_before,
        isLoading: false,
      }));
    },
    read(friend_id: number, reader_id: number, upTo: number | undefined, ids: number[]): void {
      const isMine = reader_id === me.value?.id;
      update(friend_id, (item) =>
        (item.sender_id === me.value?.id) !== isMine &&
        (ids.includes(item.id) || (upTo !== undefined && item.id > 0 && item.id <= upTo))
          ? { ...item, isRead: true }
          : item,
      );
      if (isMine) setUnread(friend_id, 0);
    },
    delivered(friend_id: number, up_to: number): void {
      deliveredUpTo.value = { ...deliveredUpTo.value, [friend_id]: up_to };
    },
  };
};

export type Log = ReturnType<typeof createLog>;
