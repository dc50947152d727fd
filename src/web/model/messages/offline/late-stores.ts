// When what this device keeps could not be opened at the start, and is there now: the page goes on as if it
// had been, and nothing that was done meanwhile is lost.
import type { Offline } from '../../store/offline/offline';
import type { UnsentStore } from '../../store/unsent-store';
import type { Drafts } from '../drafts';
import type { Expiring } from '../expiring/expiring';
import type { Outbox } from '../outbox/outbox';
import type { OwnEdits } from '../own-edits';
import type { PendingChanges } from './pending-changes';
import type { StartRecord } from './start-record';

interface Needs {
  ownEdits: Pick<OwnEdits, 'tellChanges'>;
  drafts: Pick<Drafts, 'refresh'>;
  expiring: Pick<Expiring, 'begin'>;
  isAway: () => boolean;
  offline: Pick<Offline, 'onLate' | 'store'>;
  outbox: Pick<Outbox, 'flush'>;
  pendingChanges: Pick<PendingChanges, 'startLate'>;
  startRecord: Pick<StartRecord, 'beginLate'>;
  unsentStore: Pick<UnsentStore, 'onLate'>;
}

export const followLateStores = (needs: Needs) => {
  const { drafts, expiring, isAway, offline, outbox, pendingChanges, startRecord } = needs;
  const { promise: started, resolve: begun } = Promise.withResolvers<void>();

  /** Which messages are over, and when. */
  const read = async (): Promise<void> =>
    expiring.begin(
      await offline
        .store()
        ?.meta('expiring')
        .catch(() => null),
    );

  const goOn = async (): Promise<void> => {
    // What is changed from now on stands behind what was changed before.
    const moved = pendingChanges.startLate();
    await started;
    await moved;
    await startRecord.beginLate();
    await read();
    if (!isAway()) await needs.ownEdits.tellChanges();
  };
  offline.onLate(() => void goOn().catch(() => {}));
  needs.unsentStore.onLate(() => {
    void started.then(() => Promise.all([drafts.refresh(), outbox.flush()])).catch(() => {});
  });
  return {
    read,
    /** The start is over. */
    begun,
  };
};
