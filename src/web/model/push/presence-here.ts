// Tells the server whether somebody sees this page, so that a device in use is spared its pushes; and
// closes notifications of what was read, wherever it was read.
import { effect } from '@preact/signals';
import { messageTag } from '../../../protocol/push';
import { visible_every_ms } from '../../../protocol/push-limits';
import type { Conversations } from '../messages/conversations';
import type { ServerSocket } from '../net/socket';
import type { Clock, PushPlatform, Tab } from '../platform';

interface Needs {
  clock: Clock;
  tab: Tab;
  push: PushPlatform;
  conversations: Conversations;
  socket: () => ServerSocket;
  userId: () => number;
}

export const createPresenceHere = (needs: Needs) => {
  const { clock, tab, push, conversations, socket, userId } = needs;
  let cancel = () => {};

  const say = (): void => {
    cancel();
    const visible = tab.isVisible();
    socket().send('visible', { visible });
    if (visible) cancel = clock.after(visible_every_ms, say);
  };
  const closeRead = (unread: Set<number>): void => {
    const open = new Set([...unread].map((friend_id) => messageTag(userId(), friend_id)));
    const isRead = (tag: string) => tag.startsWith(`message ${userId()} `) && !open.has(tag);
    void push.close(isRead).catch(() => {});
  };

  return {
    /** With each connection. */
    connected: say,
    /** Once for a page. */
    follow(): void {
      tab.onVisible(say);
      effect(() => {
        const list = conversations.list.value;
        if (!conversations.isLoaded.value) return;
        const unread = list.filter(({ unread_count }) => unread_count > 0);
        push.setBadge(conversations.unreadTotal.value);
        closeRead(new Set(unread.map(({ friend }) => friend.id)));
      });
    },
  };
};

export type PresenceHere = ReturnType<typeof createPresenceHere>;
