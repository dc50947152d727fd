// Hides a whole conversation from oneself, on all devices. The other one keeps it, and hears nothing.
import type { Api } from '../../net/api';
import type { ChangeQueue } from '../change-queue';
import type { Drafts } from '../drafts';
import type { MessageTable } from '../table';

interface Needs {
  api: Api;
  changes: ChangeQueue;
  drafts: Pick<Drafts, 'drop'>;
  table: Pick<MessageTable, 'newestId'>;
}

export const createClearing =
  ({ api, changes, drafts, table }: Needs) =>
  /** @throws ApiError: then nothing of it is hidden */
  async (friend_id: number): Promise<void> => {
    const up_to = table.newestId(friend_id);
    await api.remove(`/conversations/${friend_id}`);
    // What came meanwhile goes with the event that tells of it.
    await changes.apply({ type: 'cleared', friend_id, up_to });
    await drafts.drop(`${friend_id}`);
  };
