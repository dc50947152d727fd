// Deletes a message for both.
import type { JobContext } from '../../db/ledger/job';
import type { MessageRow } from '../../db/messages/message';
import { messageDeleted } from '../../realtime/outgoing';
import type { World } from '../../world';

export type DeleteDeps = Pick<
  World,
  'messages' | 'calls' | 'files' | 'search' | 'walScrub' | 'fileDeletion'
>;

/**
 * Deletes text, reactions and file, and leaves a tombstone; inside a ledger job. With `keepsText` the
 * caller sees to it that the text goes later.
 */
export const deleteForBoth = (
  { messages, calls, files, search, walScrub, fileDeletion }: DeleteDeps,
  { now, publish, after }: JobContext,
  row: MessageRow,
  keepsText = false,
): void => {
  const { id, sender_id, receiver_id, file_id, call_id } = row;
  const sides = [
    [sender_id, receiver_id],
    [receiver_id, sender_id],
  ] as const;
  const seeing = sides.filter(([me, other]) => messages.isVisible(row, me, other));
  if (!keepsText) search.forget(row);
  messages.unreactAll(id);
  messages.erase(row, now, keepsText);
  if (call_id !== null) calls.remove(call_id);
  if (file_id !== null && !files.isNamed(file_id)) {
    files.markDeleted(file_id, now);
    after(() => void fileDeletion.run());
  }
  // Notes have one side.
  const told = sender_id === receiver_id ? seeing.slice(0, 1) : seeing;
  for (const [me, other] of told) publish(messageDeleted(me, id, other));
  after(walScrub.schedule);
};
