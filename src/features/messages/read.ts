// Marking one message as read.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import { clearMark } from '../shared/conversation-settings';
import { isReadingTold, tellReading } from '../shared/reading';
import { visible } from './visible';

type Deps = Pick<World, 'ledger' | 'messages' | 'friends' | 'privacy'>;

/** Only the receiver can; idempotent. @throws noSuchMessage, messageNotYours */
export const markRead = (world: Deps, me: Pick<Me, 'id'>, message_id: number): Promise<void> =>
  world.ledger.write((job) => {
    const row = visible(world, me, message_id);
    if (row.receiver_id !== me.id) throw new Refusal('messageNotYours');
    const contact = world.friends.contact(me.id, row.sender_id);
    clearMark(world, job, contact);
    if (row.read_at !== null) return;
    const { sender_id } = row;
    const isTold = isReadingTold(world, me.id, sender_id);
    world.messages.markRead(row, job.now, isTold);
    const ids = [row.id];
    const reading = { reader_id: me.id, sender_id, marked: { message_ids: ids }, ids, isTold };
    tellReading(world, job, { ...reading, has_untold: contact?.has_untold === 1 });
  });
