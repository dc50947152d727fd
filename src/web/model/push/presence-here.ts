// Tells the server whether somebody sees this page, so that a device in use is spared its pushes; and
// closes notifications of what was read, wherever it was read.
import { effect } from '@preact/signals';
import { messageTag } from '../../../protocol/push';
import { visible_every_ms } from '../../../protocol/push-limits';
import type { Conversations } from '../messages/conversations';
import type { CatchUp } from '../net/catch-up';
import type { ServerSocket } from '../net/socket';
import type { Clock, PushPlatform, Tab } from '../platform';

interface Needs {
  catchUp: Pick<CatchUp, 'isUnderWay'>;
  clock: Clock;
  tab: Tab;
  push: PushPlatform;
  conversations: Conversations;
  socket: () => ServerSocket;
  userId: () => number;
}

export const createPresenceHere = (needs: Needs) => {
  const { catchUp, clock, tab, push, conversations, socket, userId } = needs;
  let cancel = () => {};
  /** The friends of whom something is unread, as far as this page knows. */
  let unread = new Set<number>();

  const say = (): void => {
    cancel();
    const visible = tab.isVisible();
    socket().send('visible', { visible });
    if (visible) cancel = clock.after(visible_every_ms, say);
  };
  const tagsOf = (friends: Iterable<number>): Set<string> =>
    new Set([...friends].map((friend_id) => messageTag(userId(), friend_id)));
  const close = (isMeant: (tag: string, shown_ms: number) => boolean): void =>
    void push.close(isMeant).catch(() => {});
  /**
   * Those that stood there before this page knew all that the server has. A later one may be of a message
   * that comes to the worker sooner than to this page: nobody else would tell of it.
   */
  const closeKnown = (before_ms: number): void => {
    const open = tagsOf(unread);
    const isOwn = (tag: string) => tag.startsWith(`message ${userId()} `);
    close((tag, shown_ms) => isOwn(tag) && shown_ms < before_ms && !open.has(tag));
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
        push.setBadge(conversations.unreadTotal.value);
        const known = unread;
        const left = list.filter(({ unread_count }) => unread_count > 0);
        unread = new Set(left.map(({ friend }) => friend.id));
        const read = tagsOf([...known].filter((friend_id) => !unread.has(friend_id)));
        if (read.size > 0) close((tag) => read.has(tag));
      });
      let began_ms: number | null = null;
      effect(() => {
        if (catchUp.isUnderWay.value) began_ms ??= clock.now();
        else if (began_ms !== null) {
          closeKnown(began_ms);
          began_ms = null;
        }
      });
    },
  };
};

export type PresenceHere = ReturnType<typeof createPresenceHere>;
