// Loads pages of the history into a window: when a conversation opens, and when it scrolls.
import { page_messages_max } from '../../../../protocol/limits';
import { isPassing } from '../../net/api-error';
import type { Conversations } from '../conversations';
import type { Entry } from '../table';
import type { Moves } from './moves';
import type { PageLoad, Pagination } from './page-load';
import type { UnreadLine } from './unread-line';
import type { Windows } from './window';
import { refOf } from './window';
import type { Window } from './window-rules';
import { isUnknown, withNewer, withNewest, withOlder } from './window-rules';

// As many as are drawn within a frame.
const page_messages = 30;
export const half_page_messages = 20;

interface Needs {
  windows: Windows;
  conversations: Conversations;
  moves: Moves;
  unreadLine: UnreadLine;
  isAway: () => boolean;
}

/**
 * Marks the window as loading; after a failure one can try again. Of which nothing came, it goes on
 * waiting: the next connection asks for it.
 */
export const createLoading =
  (windows: Windows) =>
  async (friend_id: number, act: () => Promise<unknown>): Promise<void> => {
    windows.change(friend_id, (window) => ({ ...window, isLoading: true }));
    try {
      await act();
    } finally {
      windows.change(friend_id, (window) =>
        window.isLoading && !isUnknown(window) ? { ...window, isLoading: false } : window,
      );
    }
  };

type Loading = ReturnType<typeof createLoading>;

/** Puts the newest page into a window, once or twice, and draws the line above what is unread. */
const createPlacing =
  ({ windows, unreadLine }: Needs) =>
  (friend_id: number, keepsLine: boolean) => {
    const left = windows.windowOf(friend_id)?.unread_from;
    let isDrawn = keepsLine;
    // Who reads goes on while the server is still asked, also by somebody else: a line that was drawn
    // meanwhile stays where it is, although nothing below it may be unread by now.
    const keeps = ({ unread_from }: Window): boolean =>
      unread_from !== null && (isDrawn || unread_from !== left);
    return (isLoading: boolean) =>
      (entries: Entry[], { next_before }: Pagination): void => {
        const page = { refs: entries.map(refOf), next_before };
        windows.change(friend_id, (window) => {
          const next = { ...withNewest(window, page), isLoading };
          const isKept = keeps(window);
          isDrawn = true;
          const lined = isKept ? next : unreadLine.withLine(friend_id, next);
          return unreadLine.withMissed(friend_id, window, lined);
        });
      };
  };

const createNewest = (needs: Needs, { load, loadKept }: PageLoad, loading: Loading) => {
  const { windows, conversations, isAway, moves } = needs;
  const placing = createPlacing(needs);
  /**
   * Gives false if its reader was taken elsewhere meanwhile: then the window stands there. `keepsLine`:
   * nobody came back to it, so a line that is drawn stays; `isAgain`: nobody goes anywhere.
   */
  return async (
    friend_id: number,
    { keepsLine = false, isAgain = false } = {},
  ): Promise<boolean> => {
    const move = moves.begin(friend_id);
    let isPut = true;
    await loading(friend_id, async () => {
      // As far up as the first unread message, if a page can hold them all.
      const unread = conversations.unreadOf(friend_id);
      const wanted = Math.max(page_messages, unread + half_page_messages);
      const limit = Math.min(wanted, page_messages_max);
      const place = placing(friend_id, keepsLine);
      const put = (isLoading: boolean) => (entries: Entry[], page: Pagination) => {
        isPut = move.isStill();
        if (!isPut) return;
        if (!isAgain) move.place();
        place(isLoading)(entries, page);
      };
      // Without the server what this device keeps is all; with it, what comes in a moment is newer.
      const isAlone = isAway() && (windows.windowOf(friend_id)?.refs.length ?? 0) === 0;
      if (isAlone) await loadKept(friend_id, {}, limit, put(true));
      return load(friend_id, {}, limit, put(false));
    });
    return isPut;
  };
};

const createAround = (needs: Needs, { load }: PageLoad, loading: Loading) => {
  const { windows, moves, unreadLine } = needs;
  /**
   * A window around a message, wherever it is; `older`: as many up to it, `newer`: as many after it.
   * Gives false if by then it is not wanted, or its reader was taken elsewhere.
   */
  return async (
    friend_id: number,
    id: number,
    {
      isUnread = false,
      older: older_messages = half_page_messages,
      newer: newer_messages = half_page_messages,
      isAgain = false,
      isWanted = (): boolean => true,
    } = {},
  ): Promise<boolean> => {
    const move = moves.begin(friend_id);
    let isPut = true;
    await loading(friend_id, () => {
      const halves: Partial<Record<'older' | 'newer', { entries: Entry[]; page: Pagination }>> = {};
      const put = (half: 'older' | 'newer') => (entries: Entry[], page: Pagination) => {
        halves[half] = { entries, page };
        const { older, newer } = halves;
        if (!older || !newer) return;
        isPut = move.isStill() && isWanted();
        if (!isPut) return;
        if (!isAgain) move.place();
        windows.change(friend_id, (window) =>
          unreadLine.withMissed(friend_id, window, {
            ...window,
            refs: [...older.entries, ...newer.entries].map(refOf),
            next_before: older.page.next_before,
            next_after: newer.page.next_after ?? null,
            isLoading: false,
            isStale: false,
            unread_from: isUnread ? id : window.unread_from,
          }),
        );
      };
      return Promise.all([
        load(friend_id, { before: id + 1 }, older_messages, put('older')),
        load(friend_id, { after: id }, newer_messages, put('newer')),
      ]);
    });
    return isPut;
  };
};

/** Opens a window, or moves it somewhere else. */
export const createOpening = (needs: Needs, pageLoad: PageLoad, loading: Loading) => {
  const { ask, keptAt } = pageLoad;
  const loadNewest = createNewest(needs, pageLoad, loading);
  const loadAround = createAround(needs, pageLoad, loading);
  /** The message that is so many back; undefined without a connection. */
  const firstOf = (friend_id: number, count: number): Promise<number | undefined> =>
    ask(friend_id, `limit=1&page=${count}`).then(
      ({ messages }) => messages[0]?.id,
      (error) => {
        if (!isPassing(error)) throw error;
        return undefined;
      },
    );
  /** More messages are unread than a page holds: the first of them is so many back. */
  const openFar = async (
    friend_id: number,
    count: number,
    isWanted: () => boolean,
  ): Promise<void> => {
    const kept = await keptAt(friend_id, count);
    const id = kept ?? (await firstOf(friend_id, count));
    if (id !== undefined) await loadAround(friend_id, id, { isUnread: true, isWanted });
    else if (isWanted()) await loadNewest(friend_id);
  };

  return { loadNewest, loadAround, openFar };
};

/** Extends a window at one of its ends. */
export const createScrolling = ({ windows }: Needs, { load }: PageLoad, loading: Loading) => ({
  async older(friend_id: number): Promise<void> {
    const known = windows.windowOf(friend_id);
    if (!known || known.isLoading || known.next_before === null) return;
    const { next_before: before } = known;
    await loading(friend_id, () =>
      load(friend_id, { before }, page_messages, (entries, { next_before }) => {
        const page = { refs: entries.map(refOf), next_before };
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
        const page = { refs: entries.map(refOf), next_after };
        windows.change(friend_id, (now) =>
          now.next_after === after
            ? { ...withNewer(now, page), isLoading: false, isStale: false }
            : now,
        );
      }),
    );
  },
});
