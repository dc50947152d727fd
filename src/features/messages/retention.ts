// Deletes messages that are older than the operator keeps them, for both, as their senders would.
import { expire_messages_per_job } from '../../protocol/conversation-limits';
import type { World } from '../../world';
import { deleteForBoth } from '../shared/delete-message';

type Deps = Parameters<typeof deleteForBoth>[0] & Pick<World, 'retention' | 'ledger'>;

/** The next batch from before that time (ms); false if there were none. */
export const expireMessages = (world: Deps, before: number): Promise<boolean> =>
  world.ledger.write((job) => {
    const rows = world.retention.take(before, expire_messages_per_job);
    for (const row of rows) if (row.deleted_at === null) deleteForBoth(world, job, row);
    return rows.length > 0;
  });
