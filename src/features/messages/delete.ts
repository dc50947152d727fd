// Deleting messages, for both or for oneself.
import type { JobContext } from '../../db/ledger/job';
import type { MessageRow } from '../../db/messages/message';
import type { Me } from '../../http/tokens';
import { messageDeleted } from '../../realtime/outgoing';
import type { World } from '../../world';
import { type DeleteDeps, deleteForBoth } from '../shared/delete-message';
import { allowChange } from './allowance';
import { otherOf, visible } from './visible';

type Deps = DeleteDeps & Pick<World, 'ledger' | 'rateLimiter'>;

/** What a call left is nobody's: it goes for both once both have hidden it. */
const isForBoth = (
  { messages }: Pick<World, 'messages'>,
  row: MessageRow,
  me: Pick<Me, 'id'>,
): boolean =>
  row.call_id === null
    ? row.sender_id === me.id
    : !messages.isVisible(row, otherOf(row, me), me.id);

const deleteOne = (world: Deps, job: JobContext, me: Me, message_id: number): void => {
  const row = visible(world, me, message_id);
  if (isForBoth(world, row, me)) deleteForBoth(world, job, row);
  else {
    world.messages.hideFrom(row, me.id);
    job.publish(messageDeleted(me.id, message_id, otherOf(row, me)));
  }
};

/**
 * The sender deletes it for both, and its file from the disk; the receiver hides it only from
 * their own history. @throws noSuchMessage, messageNotYours, tooManyRequests
 */
export const deleteMessage = (world: Deps, me: Me, message_id: number): Promise<void> => {
  allowChange(world, me);
  return world.ledger.write((job) => deleteOne(world, job, me, message_id));
};

/** All of them as one by one, or none. @throws noSuchMessage, messageNotYours, tooManyRequests */
export const deleteMessages = (world: Deps, me: Me, ids: number[]): Promise<void> => {
  allowChange(world, me);
  return world.ledger.write((job) => {
    for (const id of new Set(ids)) deleteOne(world, job, me, id);
  });
};
