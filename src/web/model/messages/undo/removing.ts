// Deletions that can be undone for a while: the messages are hidden here at once, and the server is told
// when the time is over, or when the page closes. The record lies on this device from the first moment,
// so whatever ends the browser, the deletion is told with the next start.

import { messages_deleted_max } from '../../../../protocol/conversation-limits';
import type { Api } from '../../net/api';
import { isAnything } from '../../net/shape';
import type { Clock, Tab } from '../../platform';
import type { ChangeQueue } from '../change-queue';
import type { Item } from '../item';
import { otherOf } from '../item';
import type { PendingOf } from '../offline/pending';
import type { PendingChanges } from '../offline/pending-changes';

export const undo_ms = 6_000;

interface Needs {
  api: Api;
  changes: ChangeQueue;
  clock: Clock;
  isAway: () => boolean;
  pendingChanges: PendingChanges;
  tab: Tab;
  userId: () => number;
}

export const createRemoving = (needs: Needs, tellChanges: () => Promise<void>) => {
  const { api, changes, clock, isAway, pendingChanges, tab, userId } = needs;
  /** Without a connection nothing of them stays on this device all the same. */
  const forget = async ({ friend_id, ids }: PendingOf<'remove'>): Promise<void> => {
    for (const id of ids) await changes.apply({ type: 'deleted', friend_id, id });
  };
  pendingChanges.onDue(
    (change) => void (isAway() ? forget(change) : tellChanges()).catch(() => {}),
  );
  tab.onLeave(() => {
    for (const { ids } of pendingChanges.held()) {
      const body = { ids };
      const asked = api.ask('POST', '/messages/delete', isAnything, { body, keepalive: true });
      void asked.catch(() => {});
    }
  });
  return {
    /** All of one conversation. Gives what undoes it while there is time. */
    async removeLater(items: Item[]): Promise<() => Promise<void>> {
      const due_at = clock.now() + undo_ms;
      const undoes: (() => Promise<void>)[] = [];
      for (let at = 0; at < items.length; at += messages_deleted_max) {
        const part = items.slice(at, at + messages_deleted_max);
        const [friend_id = 0] = part.map((item) => otherOf(item, userId()));
        const ids = part.map(({ id }) => id);
        const change: PendingOf<'remove'> = { type: 'remove', friend_id, ids, due_at };
        const order = await pendingChanges.add(change);
        undoes.push(() => pendingChanges.cancel(change, order));
      }
      return async () => {
        for (const undo of undoes) await undo();
      };
    },
    /** Nothing waits for its time any more. */
    async removeNow(): Promise<void> {
      pendingChanges.release();
      if (!isAway()) await tellChanges();
    },
  };
};
