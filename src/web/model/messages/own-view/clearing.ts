// Hides a whole conversation from oneself, on all devices. The other one keeps it, and hears nothing.
import type { Api } from '../../net/api';
import type { ChangeQueue } from '../change-queue';
import type { Drafts } from '../drafts';
import type { MessageTable } from '../table';

interface Needs {
  api: Api;
  changes: ChangeQueue;
  drafts: Pick<Drafts, 'drop' | 'read'>;
  table: Pick<MessageTable, 'newestId'>;
}

export const createClearing =
  ({ api, changes, drafts, table }: Needs) =>
  /** @throws ApiError: then nothing of it is hidden */
  async (friend_id: number): Promise<void> => {
    const up_to = table.newestId(friend_id);
    const about = `${friend_id}`;
    const typed = drafts.read(about);
    await api.remove(`/conversations/${friend_id}`);
    // What came meanwhile goes with the event that tells of it.
    await changes.apply({ type: 'cleared', friend_id, up_to });
    // What is typed meanwhile is of the conversation that begins.
    if (drafts.read(about) === typed) await drafts.drop(about);
  };
