// Marking one message as read.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { messageRead } from '../../realtime/outgoing';
import type { World } from '../../world';
import { visible } from './visible';

type Deps = Pick<World, 'ledger' | 'messages'>;

/** Only the receiver can; idempotent. @throws noSuchMessage, messageNotYours */
export const markRead = (world: Deps, me: Pick<Me, 'id'>, message_id: number): Promise<void> =>
  world.ledger.write(({ now, publish }) => {
    const row = visible(world, me, message_id);
    if (row.receiver_id !== me.id) throw new Refusal('messageNotYours');
    if (row.read_at !== null) return;
    world.messages.markRead(row, now);
    const marked = { message_ids: [row.id] };
    const { sender_id } = row;
    for (const each of messageRead({ reader_id: me.id, sender_id, marked }, now)) publish(each);
  });
