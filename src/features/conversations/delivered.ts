// Everything up to a message reached a device.
import { messageDelivered } from '../../realtime/outgoing';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'messages' | 'privacy'>;

/** A device of mine has everything from that friend up to that id. @throws noSuchUser, notFriends */
export const delivered = (world: Deps, me: { id: number }, friend_id: number, up_to: number) =>
  world.ledger.write(({ publish }) => {
    if (friend_id === me.id) return;
    const contact = contactOrRefusal(world, me, friend_id);
    const reached = Math.min(up_to, contact.last_message_id);
    if (!world.messages.deliverUpTo(contact, reached)) return;
    // It would say when the person was there: it waits for the reading.
    if (!world.privacy.of(me.id).last_seen) return;
    publish(messageDelivered(friend_id, me.id, reached));
  });
