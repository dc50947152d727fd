// Everything up to a message was read.
import { messageRead } from '../../realtime/outgoing';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'messages'>;

/** Marks everything received up to that id; idempotent. */
export const readUpTo = (world: Deps, me: { id: number }, friend_id: number, up_to: number) =>
  world.ledger.write(({ now, publish }) => {
    const contact = contactOrRefusal(world, me, friend_id);
    const reached = Math.min(up_to, contact.last_message_id);
    if (world.messages.readUpTo(contact, reached, now) === 0) return;
    const reading = { reader_id: me.id, sender_id: friend_id, marked: { up_to: reached } };
    for (const each of messageRead(reading, now)) publish(each);
  });
