// Deletions that can be undone for a while: the messages are hidden here at once, and the server is told
// when the time is over, or when the page closes. The record lies on this device from the first moment,
// so whatever ends the browser, the deletion is told with the next start.

import type { Api } from '../../net/api';
import { isAnything } from '../../net/shape';
import type { Clock, Tab } from '../../platform';
import type { ChangeQueue } from '../change-queue';
import type { Item } from '../item';
import { otherOf } from '../item';
import type { PendingChanges, PendingOf } from '../offline/pending-changes';

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
    for (const id of pendingChanges.held().flatMap(({ ids }) => ids)) {
      void api.ask('DELETE', `/messages/${id}`, isAnything, { keepalive: true }).catch(() => {});
    }
  });
  return {
    /** All of one conversation. Gives what undoes it while there is time. */
    async removeLater(items: Item[]): Promise<() => Promise<void>> {
      const [first] = items;
      if (first === undefined) return async () => {};
      const change: PendingOf<'remove'> = {
        type: 'remove',
        friend_id: otherOf(first, userId()),
        ids: items.map(({ id }) => id),
        due_at: clock.now() + undo_ms,
      };
      const order = await pendingChanges.add(change);
      return () => pendingChanges.cancel(change, order);
    },
    /** Nothing waits for its time any more. */
    async removeNow(): Promise<void> {
      pendingChanges.release();
      if (!isAway()) await tellChanges();
    },
  };
};

export type Removing = ReturnType<typeof createRemoving>;
