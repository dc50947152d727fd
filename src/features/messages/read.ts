// Marking one message as read.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import { clearMark } from '../shared/arrangement';
import { tellReading } from '../shared/reading';
import { visible } from './visible';

type Deps = Pick<World, 'ledger' | 'messages' | 'friends'>;

/** Only the receiver can; idempotent. @throws noSuchMessage, messageNotYours */
export const markRead = (world: Deps, me: Pick<Me, 'id'>, message_id: number): Promise<void> =>
  world.ledger.write((job) => {
    const row = visible(world, me, message_id);
    if (row.receiver_id !== me.id) throw new Refusal('messageNotYours');
    clearMark(world, job, world.friends.contact(me.id, row.sender_id));
    if (row.read_at !== null) return;
    world.messages.markRead(row, job.now);
    const ids = [row.id];
    const reading = { reader_id: me.id, sender_id: row.sender_id, marked: { message_ids: ids } };
    tellReading(job, { ...reading, ids, has_untold: false });
  });
