// Keeps on this device what comes through the queue of changes: the tab that leads writes it, in the
// order in which it came, and how far it is in the same transaction.
import type { Change } from '../change';
import type { MessageTable } from '../table';
import type { Operation } from './operations';
import { createOperations } from './operations';
import type { TabLeadershipNeeds } from './tab-leadership';
import { createTabLeadership } from './tab-leadership';
import type { WriteBatchNeeds } from './write-batch';
import { createWriteBatch } from './write-batch';

const gather_ms = 50;

interface Needs extends WriteBatchNeeds, TabLeadershipNeeds {
  table: MessageTable;
}

export const createOfflineWriter = (needs: Needs) => {
  const { clock, table, coverage, userId } = needs;
  const operations = createOperations(table, userId);
  const batch = createWriteBatch(needs);
  const { progress, isWriting, heardNow, flush } = batch;
  let isDue = false;
  let touched = 0;

  const soon = (): void => {
    if (isDue || !isWriting()) return;
    isDue = true;
    clock.after(gather_ms, () => {
      isDue = false;
      void flush();
    });
  };
  const add = (more: Operation[]): void => {
    if (!isWriting()) return;
    batch.add(...more);
    soon();
  };

  return {
    ...createTabLeadership(needs, batch),
    isWriting,
    flush,
    /** After each change of the table, in the same step. */
    changed(change: Change): void {
      const walked = coverage.all.value;
      coverage.changed(change, userId());
      if (change.type === 'read' || change.type === 'reacted') touched += 1;
      add(operations.of(change, walked));
    },
    /** As the table has it now. */
    putOf: operations.put,
    /** How often messages changed that the table may not have. */
    touched: (): number => touched,
    /** What older pages brought, past the table. */
    add,
    /** The first frame of a connection. */
    hello(epoch: string, seq: number, isResumed: boolean): void {
      heardNow();
      if (!isWriting()) return;
      const known = progress.now();
      // The server's data is another: all is built again.
      if (known && known.epoch !== epoch) batch.anew();
      if (known?.epoch !== epoch || !isResumed) {
        coverage.forget();
        progress.begin({ epoch, seq });
      }
      soon();
    },
    /** Friends and conversations are here: they are kept though no message came. */
    listed: soon,
    came: progress.came,
    gap: progress.gap,
    done(event: number): void {
      progress.done(event);
      heardNow();
      soon();
    },
    /** A value by its name. */
    keepMeta(name: string, value: unknown): void {
      if (!isWriting()) return;
      batch.addMeta(name, value);
      soon();
    },
  };
};

export type OfflineWriter = ReturnType<typeof createOfflineWriter>;
