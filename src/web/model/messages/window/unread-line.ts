// The line above the first message that its reader has not seen. It is drawn when a conversation with
// unread messages opens, or when a message comes while nobody looks at the page. It then stays where it
// is, also once all is read, until the reader writes something or comes back to the conversation.
import type { Conversations } from '../conversations';
import type { Table } from '../table';
import type { Windows } from './window';
import type { Window } from './window-rules';

interface Needs {
  table: Table;
  windows: Windows;
  conversations: Conversations;
}

export const createUnreadLine = ({ table, windows, conversations }: Needs) => {
  /** Of the newest messages of the friend, as many as are unread, the first that is not read. */
  const firstUnread = (friend_id: number, { refs }: Window): number | null => {
    const count = conversations.unreadOf(friend_id);
    if (count === 0) return null;
    const items = refs.map(({ key }) => table.get(key)).filter((item) => item !== null);
    const theirs = items.filter(({ sender_id }) => sender_id === friend_id);
    return theirs.slice(-count).find(({ isRead }) => !isRead)?.id ?? null;
  };
  const withLine = (friend_id: number, window: Window): Window => ({
    ...window,
    unread_from: firstUnread(friend_id, window),
  });

  return {
    /** A window that reaches the newest message, with the line if anything is unread. */
    withLine,
    cameBack(friend_id: number): void {
      windows.change(friend_id, (window) => withLine(friend_id, window));
    },
    /** A message came while nobody looked: it is the first of what is new, if none was before. */
    cameUnseen(friend_id: number, id: number): void {
      windows.changeKnown(friend_id, (window) =>
        window.unread_from === null ? { ...window, unread_from: id } : window,
      );
    },
    wrote(friend_id: number): void {
      windows.changeKnown(friend_id, (window) => ({ ...window, unread_from: null }));
    },
  };
};

export type UnreadLine = ReturnType<typeof createUnreadLine>;
