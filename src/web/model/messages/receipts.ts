// Delivery and read receipts: sent to the server, and received from the other side.
import { signal } from '@preact/signals';
import type { ServerSocket } from '../net/socket';
import type { Tab } from '../platform';
import { readonly } from '../readonly';
import { forgetDelivered } from '../store/forget-delivered';
import type { LocalStore } from '../store/local-store';
import { deliveredPrefix } from '../store/names';
import type { UnreadLine } from './window/unread-line';
import type { Windows } from './window/window';

interface Needs {
  socket: () => ServerSocket;
  tab: Tab;
  localStore: LocalStore;
  unreadLine: Pick<UnreadLine, 'isWatched' | 'saw'>;
  windows: Windows;
  userId: () => number;
  /** Without a connection. */
  markLater: (friend_id: number, up_to: number) => Promise<void>;
}

export const createMessageReceipts = (needs: Needs) => {
  const { socket, tab, localStore, unreadLine, windows, userId, markLater } = needs;
  const deliveredUpTo = signal<Record<number, number>>({});
  const seenUpTo = new Map<number, number>();
  const nameOf = (friend_id: number) => `${deliveredPrefix(userId())}${friend_id}`;
  const set = (friend_id: number, up_to: number): void => {
    deliveredUpTo.value = { ...deliveredUpTo.value, [friend_id]: up_to };
  };
  return {
    /** By friend: the newest of one's own messages that reached a device of theirs. */
    deliveredUpTo: readonly(deliveredUpTo),
    /** The server sends it only once, so this device remembers it. */
    delivered(friend_id: number, up_to: number): void {
      set(friend_id, up_to);
      localStore.set(nameOf(friend_id), String(up_to));
    },
    /** What this device remembers of a conversation that is opened. */
    recall(friend_id: number): void {
      const known = Number(localStore.get(nameOf(friend_id)) ?? 0);
      if (known > 0 && deliveredUpTo.value[friend_id] === undefined) set(friend_id, known);
    },
    /** A message of a friend reached this device. */
    tellDelivered(friend_id: number, up_to: number): void {
      socket().send('delivered', { friend_id, up_to });
    },
    /**
     * The newest message that was in view; sent again after a lost connection. `isByHand`: the reader
     * went there, so they look at it although more of what they missed is coming in.
     */
    saw(friend_id: number, up_to: number, isByHand = false): void {
      if (!(isByHand ? tab.isVisible() : unreadLine.isWatched())) return;
      unreadLine.saw(friend_id, up_to);
      const newest = windows
        .timelineOf(friend_id)
        .items.findLast(
          ({ sender_id, id, isRead }) =>
            sender_id === friend_id && id > 0 && id <= up_to && !isRead,
        );
      if (!newest || newest.id <= (seenUpTo.get(friend_id) ?? 0)) return;
      seenUpTo.set(friend_id, newest.id);
      if (!socket().isOnline.value) return void markLater(friend_id, newest.id).catch(() => {});
      socket().send('read', { friend_id, up_to: newest.id });
    },
    /** As if all of it had been looked at. */
    sawAll(friend_id: number, newest_id: number): void {
      if (newest_id === 0) return;
      if (!socket().isOnline.value) return void markLater(friend_id, newest_id).catch(() => {});
      socket().send('read', { friend_id, up_to: newest_id });
    },
    /** The server's data is another: its ids are of other messages now, which reached nobody yet. */
    forget(): void {
      deliveredUpTo.value = {};
      seenUpTo.clear();
      forgetDelivered(localStore, userId());
    },
    /** Connected again: what was seen meanwhile was not told. */
    tellAgain(): void {
      seenUpTo.clear();
    },
  };
};

export type MessageReceipts = ReturnType<typeof createMessageReceipts>;
