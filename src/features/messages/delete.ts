// Deleting a message, for both or for oneself.
import type { JobContext } from '../../db/ledger/job';
import type { MessageRow } from '../../db/messages/message';
import type { Me } from '../../http/tokens';
import { messageDeleted } from '../../realtime/outgoing';
import type { World } from '../../world';
import { allowChange } from './allowance';
import { otherOf, visible } from './visible';

type Deps = Pick<
  World,
  'ledger' | 'messages' | 'calls' | 'files' | 'search' | 'walScrub' | 'fileDeletion'
>;

/** Deletes text, reactions and file, and leaves a tombstone; inside a ledger job. */
export const deleteForBoth = (
  { messages, calls, files, search, walScrub, fileDeletion }: Omit<Deps, 'ledger'>,
  { now, publish, after }: JobContext,
  row: MessageRow,
): void => {
  const { id, sender_id, receiver_id, file_id, call_id } = row;
  const sides = [
    [sender_id, receiver_id],
    [receiver_id, sender_id],
  ] as const;
  const seeing = sides.filter(([me, other]) => messages.isVisible(row, me, other));
  search.forget(row);
  messages.unreactAll(id);
  messages.erase(row, now);
  if (call_id !== null) calls.remove(call_id);
  if (file_id !== null && !files.isNamed(file_id)) {
    files.markDeleted(file_id, now);
    after(() => void fileDeletion.run());
  }
  for (const [me, other] of seeing) publish(messageDeleted(me, id, other));
  after(walScrub.schedule);
};

/** What a call left is nobody's: it goes for both once both have hidden it. */
const isForBoth = (
  { messages }: Pick<World, 'messages'>,
  row: MessageRow,
  me: Pick<Me, 'id'>,
): boolean =>
  row.call_id === null
    ? row.sender_id === me.id
    : !messages.isVisible(row, otherOf(row, me), me.id);

/**
 * The sender deletes it for both, and its file from the disk; the receiver hides it only from
 * their own history. @throws noSuchMessage, messageNotYours, tooManyRequests
 */
export const deleteMessage = (
  world: Deps & Pick<World, 'rateLimiter'>,
  me: Me,
  message_id: number,
): Promise<void> => {
  allowChange(world, me);
  return world.ledger.write((job) => {
    const row = visible(world, me, message_id);
    if (isForBoth(world, row, me)) return deleteForBoth(world, job, row);
    world.messages.hideFrom(row, me.id);
    job.publish(messageDeleted(me.id, message_id, otherOf(row, me)));
  });
};
