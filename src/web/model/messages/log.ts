// What is known of each conversation: a window of its history, moved by pages.

import type { Requests } from '../../../features/friends/model';
import type { History as Answer } from '../../../features/messages/model';
import { page_messages_max } from '../../../protocol/limits';
import type { Friend } from '../../../protocol/objects';
import { get } from '../net/api';
import type { History, Item } from '../state';
import { conversations, deliveredUpTo, friends, histories, me, opened, requests } from '../state';
import { keepText, recallText } from '../store/storage';
import { loadList, setUnread, unreadOf } from './conversations';
import type { ToItem } from './item';
import { otherOf } from './item';
import { EMPTY, insert, keyOf, withNewer, withOlder } from './window-rules';

// As many as are drawn within a frame.
const page_messages = 30;
const half_page_messages = 20;

const set = (friend_id: number, change: (known: History) => History) => {
  const known = histories.value[friend_id] ?? EMPTY;
  const next = change(known);
  if (next !== known) histories.value = { ...histories.value, [friend_id]: next };
};

/** In place of the same message, or where it belongs. */
export const upsert = (item: Item): void => {
  const friend_id = otherOf(item);
  if (histories.value[friend_id]) set(friend_id, (known) => insert(known, item));
};

export const update = (friend_id: number, change: (item: Item) => Item): void => {
  if (histories.value[friend_id] === undefined) return;
  set(friend_id, (known) => ({ ...known, items: known.items.map(change) }));
};

const without = (friend_id: number, isGone: (item: Item) => boolean): void => {
  if (histories.value[friend_id] === undefined) return;
  set(friend_id, (known) => ({ ...known, items: known.items.filter((item) => !isGone(item)) }));
};

export const drop = (friend_id: number, id: number): void =>
  without(friend_id, (item) => item.id === id);

/** Only one that the server does not have. */
export const dropDraft = (item: Item): void =>
  without(otherOf(item), (each) => each.id === 0 && keyOf(each) === keyOf(item));

const deliveredName = (friend_id: number) => `delivered ${me.value?.id} ${friend_id}`;

/** The server tells it once: this device remembers. */
export const delivered = (friend_id: number, up_to: number): void => {
  deliveredUpTo.value = { ...deliveredUpTo.value, [friend_id]: up_to };
  keepText(deliveredName(friend_id), String(up_to));
};

export const createLog = (toItem: ToItem) => {
  const page = async (friend_id: number, cursor: string, limit = page_messages) => {
    const { messages, pagination } = await get<Answer>(
      `/messages/${friend_id}?limit=${limit}${cursor}`,
    );
    return { ...pagination, items: await Promise.all(messages.reverse().map(toItem)) };
  };
  /** One page at a time; the button that failed may be pressed again. */
  const loading = async (friend_id: number, load: () => Promise<(known: History) => History>) => {
    set(friend_id, (known) => ({ ...known, isLoading: true }));
    try {
      const change = await load();
      set(friend_id, change);
    } finally {
      set(friend_id, (known) => (known.isLoading ? { ...known, isLoading: false } : known));
    }
  };
  const unreadFrom = (friend_id: number, items: Item[]): number | null => {
    const count = unreadOf(friend_id);
    if (count === 0) return null;
    const theirs = items.filter(({ sender_id }) => sender_id === friend_id);
    return theirs.slice(-count).find(({ isRead }) => !isRead)?.id ?? null;
  };
  const load = (friend_id: number): Promise<void> =>
    loading(friend_id, async () => {
      // As far up as the first unread message, where a page can hold them all.
      const wanted = Math.max(page_messages, unreadOf(friend_id) + half_page_messages);
      const { items, next_before } = await page(friend_id, '', Math.min(wanted, page_messages_max));
      const kept = Number(recallText(deliveredName(friend_id)) ?? 0);
      if (kept > 0 && deliveredUpTo.value[friend_id] === undefined) delivered(friend_id, kept);
      return (known) => ({
        items: [...items, ...known.items.filter(({ id }) => id === 0)],
        next_before,
        next_after: null,
        isLoading: false,
        unread_from: unreadFrom(friend_id, items),
      });
    });
  /** A window around a message, wherever it is. */
  const around = (friend_id: number, id: number, isUnread = false): Promise<void> =>
    loading(friend_id, async () => {
      const [older, newer] = await Promise.all([
        page(friend_id, `&before=${id + 1}`, half_page_messages),
        page(friend_id, `&after=${id}`, half_page_messages),
      ]);
      return (known) => ({
        ...known,
        items: [...older.items, ...newer.items],
        next_before: older.next_before,
        next_after: newer.next_after ?? null,
        isLoading: false,
        unread_from: isUnread ? id : known.unread_from,
      });
    });

  /** More are unread than a page holds: as many back is where the reader left. */
  const openFar = async (friend_id: number, count: number): Promise<void> => {
    const path = `/messages/${friend_id}?limit=1&page=${count}`;
    const id = (await get<Answer>(path)).messages[0]?.id;
    await (id === undefined ? load(friend_id) : around(friend_id, id, true));
  };

  const one = async (friend_id: number, id: number): Promise<Item | null> => {
    const { items } = await page(friend_id, `&before=${id + 1}`, 1);
    return items.find((item) => item.id === id) ?? null;
  };

  return {
    load,
    around,
    async loadAll(): Promise<void> {
      const [known, asked] = await Promise.all([
        get<Friend[]>('/friends'),
        get<Requests>('/friends/requests'),
        loadList(toItem),
      ]);
      friends.value = known;
      requests.value = asked;
      const shown = opened.value;
      const before = shown === null ? undefined : histories.value[shown];
      histories.value = shown !== null && before ? { [shown]: before } : {};
      if (shown === null || before === undefined) return;
      const middle = before.items[Math.floor(before.items.length / 2)];
      if (before.next_after !== null && middle) await around(shown, middle.id);
      else await load(shown);
    },
    loadList: () => loadList(toItem),
    async older(friend_id: number): Promise<void> {
      const known = histories.value[friend_id];
      if (!known || known.isLoading || known.next_before === null) return;
      const cursor = `&before=${known.next_before}`;
      await loading(friend_id, async () => {
        const older = await page(friend_id, cursor);
        return (now) => (now.next_before === known.next_before ? withOlder(now, older) : now);
      });
    },
    async newer(friend_id: number): Promise<void> {
      const known = histories.value[friend_id];
      if (!known || known.isLoading || known.next_after === null) return;
      const cursor = `&after=${known.next_after}`;
      await loading(friend_id, async () => {
        const newer = await page(friend_id, cursor);
        return (now) => (now.next_after === known.next_after ? withNewer(now, newer) : now);
      });
    },
    /** The first message of a day or after it; null in an empty conversation. */
    async firstSince(friend_id: number, day_ms: number): Promise<number | null> {
      const at = async (number: number) =>
        get<Answer>(`/messages/${friend_id}?limit=1&page=${number}`);
      const { messages, pagination } = await at(1);
      let found = messages[0]?.id ?? null;
      // Pages of one message, the newest first: the last that is not before the day.
      for (let [low, high] = [1, pagination.total]; low <= high; ) {
        const middle = Math.floor((low + high) / 2);
        const message = (await at(middle)).messages[0];
        if (message && Date.parse(message.timestamp) >= day_ms) {
          found = message.id;
          low = middle + 1;
        } else high = middle - 1;
      }
      return found;
    },
    one,
    /** Those that could not be opened for want of a connection. */
    async reopen(friend_id: number): Promise<void> {
      const stuck = histories.value[friend_id]?.items.filter(
        ({ trouble }) => trouble?.reason === 'unreachable',
      );
      for (const { id } of stuck ?? []) {
        const item = await one(friend_id, id);
        if (item) upsert(item);
      }
    },
    /** The line above what is new stands where the reader left. */
    async comeBack(friend_id: number): Promise<void> {
      const known = histories.value[friend_id];
      const count = unreadOf(friend_id);
      if (count > page_messages_max - half_page_messages) await openFar(friend_id, count);
      else if (known === undefined || known.next_after !== null) await load(friend_id);
      else set(friend_id, (now) => ({ ...now, unread_from: unreadFrom(friend_id, now.items) }));
    },
    newFrom(friend_id: number, id: number | null): void {
      const known = histories.value[friend_id];
      if (!known || (id !== null && known.unread_from !== null)) return;
      set(friend_id, (now) => ({ ...now, unread_from: id }));
    },
    read(friend_id: number, reader_id: number, upTo: number | undefined, ids: number[]): void {
      const isMine = reader_id === me.value?.id;
      const read_at = new Date().toISOString();
      let count = 0;
      const isMeant = ({ id }: Item) => ids.includes(id) || (upTo !== undefined && id <= upTo);
      update(friend_id, (item) => {
        const isOther = (item.sender_id === me.value?.id) !== isMine;
        if (item.isRead || item.id === 0 || !isOther || !isMeant(item)) return item;
        count += 1;
        return { ...item, isRead: true, read_at };
      });
      if (!isMine) return;
      const last = conversations.value.find(({ friend }) => friend.id === friend_id)?.preview;
      const known = histories.value[friend_id];
      if (last && isMeant(last)) setUnread(friend_id, 0);
      else if (known?.next_after === null) {
        const left = known.items.filter(
          ({ isRead, sender_id, id }) => sender_id === friend_id && !isRead && id > (upTo ?? 0),
        );
        setUnread(friend_id, left.length);
      } else setUnread(friend_id, Math.max(0, unreadOf(friend_id) - count));
    },
    delivered,
  };
};

export type Log = ReturnType<typeof createLog>;
