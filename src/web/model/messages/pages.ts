// Loads pages into the windows: when a conversation is opened or scrolled, and after a gap.
import type { Conversations as Listed } from '../../../features/conversations/model';
import { page_messages_max } from '../../../protocol/limits';
import type { Api } from '../net/api';
import type { Door } from './apply';
import type { Conversations } from './conversations';
import type { PageLoad, Pagination } from './page-load';
import { createPageLoad } from './page-load';
import type { Entry, Table } from './table';
import type { UnreadLine } from './unread-line';
import type { Windows } from './window';
import { placeOf } from './window';
import { withNewer, withNewest, withOlder } from './window-rules';

// As many as are drawn within a frame.
const page_messages = 30;
const half_page_messages = 20;

interface Needs {
  api: Api;
  door: Door;
  table: Table;
  windows: Windows;
  conversations: Conversations;
  unreadLine: UnreadLine;
}

/** Marks the window as loading; after a failure one can try again. */
const createLoading =
  (windows: Windows) =>
  async (friend_id: number, act: () => Promise<unknown>): Promise<void> => {
    windows.change(friend_id, (window) => ({ ...window, isLoading: true }));
    try {
      await act();
    } finally {
      windows.change(friend_id, (window) =>
        window.isLoading ? { ...window, isLoading: false } : window,
      );
    }
  };

type Loading = ReturnType<typeof createLoading>;

/** Opens a window, or moves it somewhere else. */
const createOpening = (
  { windows, conversations, unreadLine }: Needs,
  { ask, load }: PageLoad,
  loading: Loading,
) => {
  const loadNewest = (friend_id: number): Promise<void> =>
    loading(friend_id, () => {
      // As far up as the first unread message, if a page can hold them all.
      const unread = conversations.unreadOf(friend_id);
      const wanted = Math.max(page_messages, unread + half_page_messages);
      const limit = Math.min(wanted, page_messages_max);
      return load(friend_id, {}, limit, (entries, { next_before }) => {
        const page = { places: entries.map(placeOf), next_before };
        windows.change(friend_id, (window) => {
          const next = { ...withNewest(window, page), isLoading: false };
          return unreadLine.withLine(friend_id, next);
        });
      });
    });

  /** A window around a message, wherever it is. */
  const loadAround = (friend_id: number, id: number, isUnread = false): Promise<void> =>
    loading(friend_id, () => {
      const halves: Partial<Record<'older' | 'newer', { entries: Entry[]; page: Pagination }>> = {};
      const put = (half: 'older' | 'newer') => (entries: Entry[], page: Pagination) => {
        halves[half] = { entries, page };
        const { older, newer } = halves;
        if (!older || !newer) return;
        windows.change(friend_id, (window) => ({
          ...window,
          places: [...older.entries, ...newer.entries].map(placeOf),
          next_before: older.page.next_before,
          next_after: newer.page.next_after ?? null,
          isLoading: false,
          isStale: false,
          unread_from: isUnread ? id : window.unread_from,
        }));
      };
      return Promise.all([
        load(friend_id, { before: id + 1 }, half_page_messages, put('older')),
        load(friend_id, { after: id }, half_page_messages, put('newer')),
      ]);
    });

  /** More messages are unread than a page holds: the first of them is so many back. */
  const openFar = async (friend_id: number, count: number): Promise<void> => {
    const id = (await ask(friend_id, `limit=1&page=${count}`)).messages[0]?.id;
    await (id === undefined ? loadNewest(friend_id) : loadAround(friend_id, id, true));
  };

  return { loadNewest, loadAround, openFar };
};

/** Extends a window at one of its ends. */
const createScrolling = ({ windows }: Needs, { load }: PageLoad, loading: Loading) => ({
  async older(friend_id: number): Promise<void> {
    const known = windows.windowOf(friend_id);
    if (!known || known.isLoading || known.next_before === null) return;
    const { next_before: before } = known;
    await loading(friend_id, () =>
      load(friend_id, { before }, page_messages, (entries, { next_before }) => {
        const page = { places: entries.map(placeOf), next_before };
        windows.change(friend_id, (now) =>
          now.next_before === before ? { ...withOlder(now, page), isLoading: false } : now,
        );
      }),
    );
  },
  async newer(friend_id: number): Promise<void> {
    const known = windows.windowOf(friend_id);
    if (!known || known.isLoading || known.next_after === null) return;
    const { next_after: after } = known;
    await loading(friend_id, () =>
      load(friend_id, { after }, page_messages, (entries, { next_after = null }) => {
        const page = { places: entries.map(placeOf), next_after };
        windows.change(friend_id, (now) =>
          now.next_after === after
            ? { ...withNewer(now, page), isLoading: false, isStale: false }
            : now,
        );
      }),
    );
  },
});

const createFinding = ({ ask, load }: PageLoad) => ({
  /** Loads the message into the table; false if it is not in this conversation. */
  async one(friend_id: number, id: number): Promise<boolean> {
    let isFound = false;
    await load(friend_id, { before: id + 1 }, 1, (entries) => {
      isFound = entries.some(({ item }) => item.id === id);
    });
    return isFound;
  },
  /** The first message of a day or after it; null in an empty conversation. */
  async firstSince(friend_id: number, day_ms: number): Promise<number | null> {
    const at = (number: number) => ask(friend_id, `limit=1&page=${number}`);
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
});

export const createPages = (needs: Needs) => {
  const { api, door, table, windows, conversations, unreadLine } = needs;
  const pageLoad = createPageLoad(needs);
  const loading = createLoading(windows);
  const { loadNewest, loadAround, openFar } = createOpening(needs, pageLoad, loading);

  const loadList = async (): Promise<void> => {
    const read = async () => {
      const asked = table.now();
      return door.apply({ type: 'list', listed: await api.get<Listed>('/conversations'), asked });
    };
    // The newest of one was deleted while the list was on its way.
    if (!(await read())) await read();
  };

  return {
    loadNewest,
    loadAround,
    loadList,
    ...createFinding(pageLoad),
    ...createScrolling(needs, pageLoad, loading),
    /** To the first unread message, or to the end. */
    async comeBack(friend_id: number): Promise<void> {
      const known = windows.windowOf(friend_id);
      const count = conversations.unreadOf(friend_id);
      const isAtEnd = known !== undefined && known.next_after === null && !known.isStale;
      if (count > page_messages_max - half_page_messages) await openFar(friend_id, count);
      else if (!isAtEnd) await loadNewest(friend_id);
      else unreadLine.cameBack(friend_id);
    },
    /** After events were missed: the list, and the conversation that is open by then. */
    async reload(openedNow: () => number | null): Promise<void> {
      await loadList();
      const opened = openedNow();
      windows.keepOnly(opened);
      const known = opened === null ? undefined : windows.windowOf(opened);
      if (opened === null || known === undefined) return;
      const middle = known.places[Math.floor(known.places.length / 2)];
      if (known.next_after !== null && middle) await loadAround(opened, middle.id);
      else await loadNewest(opened);
    },
  };
};

export type Pages = ReturnType<typeof createPages>;
