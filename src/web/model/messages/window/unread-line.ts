// The line above the first message that its reader has not seen. It is drawn when a conversation with
// unread messages opens, when a message comes while nobody looks at the page, and above the first of
// those that were missed. It then stays where it is, also once all is read, until the reader writes
// something, comes back to the conversation, or misses more.
import type { CatchUp } from '../../net/catch-up';
import type { Tab } from '../../platform';
import type { Conversations } from '../conversations';
import type { Item } from '../item';
import type { MessageTable } from '../table';
import type { Windows } from './window';
import type { Window } from './window-rules';
import { isUnknown } from './window-rules';

interface Needs {
  catchUp: Pick<CatchUp, 'isUnderWay'>;
  tab: Pick<Tab, 'isVisible'>;
  table: MessageTable;
  windows: Windows;
  conversations: Conversations;
}

/** What of a window was on the screen while somebody looked at it. */
const createLooking = ({ catchUp, tab, table }: Needs) => {
  /** By friend: the newest such message. */
  const seenUpTo = new Map<number, number>();
  const isUnseen = (friend_id: number, { id, isRead }: Item): boolean =>
    !isRead && id > (seenUpTo.get(friend_id) ?? 0);
  const theirsIn = (friend_id: number, { refs }: Window): Item[] =>
    refs
      .map(({ key }) => table.get(key))
      .filter((item) => item !== null)
      .filter(({ sender_id }) => sender_id === friend_id);
  return {
    /** Hundreds of missed messages fly by: whoever has the page before them sees none of them. */
    isWatched: (): boolean => tab.isVisible() && !catchUp.isUnderWay.value,
    isUnseen,
    theirsIn,
    unseenIn: (friend_id: number, window: Window): Item[] =>
      theirsIn(friend_id, window).filter((item) => isUnseen(friend_id, item)),
    saw(friend_id: number, up_to: number): void {
      seenUpTo.set(friend_id, Math.max(up_to, seenUpTo.get(friend_id) ?? 0));
    },
    forget: (): void => seenUpTo.clear(),
  };
};

/** These came while nobody looked. A line stays as long as anything between it and them is unseen. */
const createWithUnseen = (
  { conversations }: Pick<Needs, 'conversations'>,
  { unseenIn }: Pick<ReturnType<typeof createLooking>, 'unseenIn'>,
) => {
  /** Of what is not loaded the count alone is known; the one that came is in it. */
  const isAnyUnseen = (friend_id: number, window: Window, line: number, from: number): boolean =>
    window.next_after === null
      ? unseenIn(friend_id, window).some(({ id }) => id >= line && id < from)
      : conversations.unreadOf(friend_id) > 1;
  return (friend_id: number, window: Window, from: number, to: number): Window => {
    // Of what came before it the first page tells, which is on its way.
    if (isUnknown(window)) return window;
    const { unread_from: line, unseen_to } = window;
    const isKept =
      line !== null && (unseen_to !== null || isAnyUnseen(friend_id, window, line, from));
    return { ...window, unread_from: isKept ? line : from, unseen_to: to };
  };
};

/** Nothing is marked by a message that is no longer there. */
const createWithout =
  ({ theirsIn, unseenIn }: ReturnType<typeof createLooking>) =>
  (friend_id: number, window: Window, gone_id: number): Window => {
    const { unread_from, unseen_to } = window;
    if (unread_from !== gone_id && unseen_to !== gone_id) return window;
    const next = theirsIn(friend_id, window).find(({ id }) => id > gone_id);
    const before = unseenIn(friend_id, window).findLast(({ id }) => id < gone_id);
    return {
      ...window,
      unread_from: unread_from === gone_id ? (next?.id ?? null) : unread_from,
      unseen_to: unseen_to === gone_id ? (before?.id ?? null) : unseen_to,
    };
  };

export const createUnreadLine = (needs: Needs) => {
  const { windows, conversations } = needs;
  const looking = createLooking(needs);
  const { isWatched, isUnseen, theirsIn, unseenIn, saw } = looking;
  const [withUnseen, without] = [createWithUnseen(needs, looking), createWithout(looking)];

  /** Of the newest messages of the friend, as many as are unread, the first that is not read. */
  const firstUnread = (friend_id: number, window: Window): number | null => {
    const count = conversations.unreadOf(friend_id);
    if (count === 0) return null;
    const theirs = theirsIn(friend_id, window);
    return theirs.slice(-count).find(({ isRead }) => !isRead)?.id ?? null;
  };
  const withLine = (friend_id: number, window: Window): Window => ({
    ...window,
    unread_from: firstUnread(friend_id, window),
    unseen_to: null,
  });
  /** Nothing is unseen any more, if `isOver`. */
  const settle = (friend_id: number, isOver: (window: Window, to: number) => boolean): void =>
    windows.changeKnown(friend_id, (window) => {
      const { unseen_to } = window;
      return unseen_to !== null && isOver(window, unseen_to)
        ? { ...window, unseen_to: null }
        : window;
    });

  return {
    /** The server's data is another: what was on the screen has other ids, or none. */
    forget: looking.forget,
    isWatched,
    /** A window that reaches the newest message, with the line if anything is unread. */
    withLine,
    cameBack(friend_id: number): void {
      windows.change(friend_id, (window) => withLine(friend_id, window));
    },
    /** A message of a friend, in the step in which it is shown. */
    came(item: Item): void {
      const { sender_id: friend_id, id } = item;
      if (isWatched() || !isUnseen(friend_id, item)) return;
      windows.changeKnown(friend_id, (window) => withUnseen(friend_id, window, id, id));
    },
    /** What a page brought that is newer than all that `known` had. */
    withMissed(friend_id: number, known: Window, window: Window): Window {
      const newest = known.refs.findLast(({ id }) => id > 0)?.id;
      if (newest === undefined || known.next_after !== null || isWatched()) return window;
      const missed = unseenIn(friend_id, window).filter(({ id }) => id > newest);
      const [first, last] = [missed[0], missed.at(-1)];
      return first && last ? withUnseen(friend_id, window, first.id, last.id) : window;
    },
    /** All up to there was on the screen. */
    saw(friend_id: number, up_to: number): void {
      saw(friend_id, up_to);
      settle(friend_id, (_, to) => to <= up_to);
    },
    /** Messages were read, perhaps on another device. */
    wasRead(friend_id: number): void {
      settle(friend_id, (window, to) => unseenIn(friend_id, window).every(({ id }) => id > to));
    },
    /** A message is no more: the line above it stands above the next one of the friend. */
    gone(friend_id: number, id: number): void {
      windows.changeKnown(friend_id, (window) => without(friend_id, window, id));
    },
    wrote(friend_id: number): void {
      const noLine = { unread_from: null, unseen_to: null };
      windows.changeKnown(friend_id, (window) => ({ ...window, ...noLine }));
    },
  };
};

export type UnreadLine = ReturnType<typeof createUnreadLine>;
