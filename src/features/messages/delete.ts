// Deleting messages, for both or for oneself.
import type { JobContext } from '../../db/ledger/job';
import type { MessageRow } from '../../db/messages/message';
import type { Me } from '../../http/tokens';
import { deletion_batch_units } from '../../protocol/limits';
import { messageDeleted } from '../../realtime/outgoing';
import type { World } from '../../world';
import { type DeleteDeps, deleteForBoth } from '../shared/delete-message';
import { allowChange, changeCost } from './allowance';
import { forgetLater, forgetTexts } from './forget-texts';
import { otherOf, visible } from './visible';

type Deps = DeleteDeps & Pick<World, 'ledger' | 'rateLimiter'>;

/** What a call left is nobody's. */
const isWriter = (row: MessageRow, me: Pick<Me, 'id'>): boolean =>
  row.sender_id === me.id && row.call_id === null;

/**
 * Its writer takes it from the other one also when it is out of their own history: a deletion that
 * waited for a connection may come after another device has cleared the conversation.
 * @throws noSuchMessage, messageNotYours
 */
const deletable = (world: Pick<World, 'messages'>, me: Me, message_id: number): MessageRow => {
  const row = world.messages.byId(message_id);
  const isStillThere = row !== undefined && row.deleted_at === null;
  return isStillThere && isWriter(row, me) ? row : visible(world, me, message_id);
};

const deleteOne = (
  world: DeleteDeps,
  job: JobContext,
  me: Me,
  message_id: number,
  keepsText: (row: MessageRow) => boolean = () => false,
): void => {
  const row = deletable(world, me, message_id);
  // What neither of the two sees any more goes for both.
  const isSeen = world.messages.isVisible(row, otherOf(row, me), me.id);
  if (isWriter(row, me) || !isSeen) deleteForBoth(world, job, row, keepsText(row));
  else {
    world.messages.hideFrom(row, me.id);
    job.publish(messageDeleted(me.id, message_id, otherOf(row, me)));
  }
};

/**
 * The sender deletes it for both, and its file from the disk, also after having cleared the
 * conversation; the receiver hides it only from their own history.
 * @throws noSuchMessage, messageNotYours, tooManyRequests
 */
export const deleteMessage = (world: Deps, me: Me, message_id: number): Promise<void> => {
  allowChange(world, me, changeCost(world, me, [message_id]));
  return world.ledger.write((job) => deleteOne(world, job, me, message_id));
};

/**
 * All of them as one by one, or none. Of many long texts the words go out of the search afterwards.
 * @throws noSuchMessage, messageNotYours, tooManyRequests
 */
export const deleteMessages = async (
  world: Deps & Pick<World, 'meta' | 'log'>,
  me: Me,
  ids: number[],
): Promise<void> => {
  allowChange(world, me, changeCost(world, me, ids));
  const { ledger, search, log } = world;
  const isLeft = await ledger.write((job) => {
    let units = 0;
    const later: number[] = [];
    const keepsText = (row: MessageRow) => {
      units += search.has(row) ? row.content.length : 0;
      if (!search.has(row) || units <= deletion_batch_units) return false;
      later.push(row.id);
      return true;
    };
    for (const id of new Set(ids)) deleteOne(world, job, me, id, keepsText);
    if (later.length > 0) forgetLater(world, later);
    return later.length > 0;
  });
  if (!isLeft) return;
  forgetTexts(world).catch((error) =>
    log.warn('deleted texts are still in the search, until the next start', { error }),
  );
};
