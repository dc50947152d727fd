// Edits that wait, while another device of the same person may edit the same message: the words that were
// written later count, whichever of the two reaches the server first.
import { newMid } from '../../../crypto/mid';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import { isPassing } from '../../net/api-error';
import type { ChangeQueue } from '../change-queue';
import type { MessageTable } from '../table';
import type { PendingOf } from './pending';
import { isOvertaken } from './pending';

interface Needs {
  api: Api;
  changes: ChangeQueue;
  table: MessageTable;
}

type Edit = PendingOf<'edit'>;

export const createWaitingEdits = ({ api, changes, table }: Needs) => {
  /** What the server has by now; who had no connection may have missed it. */
  const look = async ({ friend_id, id }: Edit): Promise<void> => {
    const asked = table.now();
    const path = `/messages/${friend_id}?limit=1&before=${id + 1}`;
    const { messages } = await api.get(path, answers.history);
    const message = messages.find((each) => each.id === id);
    if (message) await changes.apply({ type: 'message', message, isNew: false, asked });
  };
  return {
    /** Counts on from the last one that is there. False if that one was written later. */
    async goesOn(edit: Edit): Promise<boolean> {
      // The server's word is the order of edits in the clear.
      if (edit.edits === null) return true;
      await look(edit).catch((error) => {
        if (isPassing(error)) throw error;
      });
      const item = table.entryById(edit.id)?.item;
      if (item === undefined || item.client_id !== edit.edits) return true;
      if (isOvertaken(edit, item)) return false;
      if (item.rev < (edit.body.rev ?? 0) || item.mid === edit.mid) return true;
      // Of two with one number chance would decide, on each device that sees both.
      edit.body = { ...edit.body, rev: item.rev + 1 };
      edit.mid = newMid();
      delete edit.sealed;
      return true;
    },
  };
};
