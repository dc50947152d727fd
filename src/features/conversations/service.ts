// The list of conversations, and the marks that belong to a whole one.

import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import { messageDelivered, messageRead, typing } from '../../realtime/outgoing';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'messages' | 'presence' | 'hub' | 'clock'>;

interface Me {
  id: number;
}

/** Newest first. Who is no longer a friend shows neither presence nor when he was last there. */
export const conversations = ({ friends, messages, presence }: Deps, me: Me) => {
  const shown = friends.conversations(me.id).flatMap(({ contact, person }) => {
    const [last] = messages.page(contact, contact.total, 0, 1);
    if (last === undefined) return [];
    const last_message = toMessage(last, messages.extrasOf(last));
    const friend = toFriend(person, presence.statusOf(person.id));
    if (contact.friends_since === null) {
      friend.status = 'offline';
      friend.last_seen = toRfc3339(last.created_at);
    }
    return { friend, last_message, unread_count: contact.unread };
  });
  // By what is still there: the newest that ever was may be deleted.
  return shown.sort((a, b) => b.last_message.id - a.last_message.id);
};

/** @throws yourself, noSuchUser, notFriends where there never was a friendship */
const contactWith = ({ users, friends }: Deps, me: Me, friend_id: number) => {
  if (friend_id === me.id) throw new Refusal('yourself');
  const contact = friends.contact(me.id, friend_id);
  if (contact !== undefined) return contact;
  throw new Refusal(users.byId(friend_id) ? 'notFriends' : 'noSuchUser');
};

/** Marks all that came up to that id; again it changes nothing. */
export const readUpTo = (world: Deps, me: Me, friend_id: number, up_to: number) =>
  world.ledger.write(({ now, publish }) => {
    const contact = contactWith(world, me, friend_id);
    const reached = Math.min(up_to, contact.last_message_id);
    if (world.messages.readUpTo(contact, reached, now) === 0) return;
    const reading = { reader_id: me.id, sender_id: friend_id, marked: { up_to: reached } };
    for (const each of messageRead(reading, now)) publish(each);
  });

/** A device of mine has everything from that friend up to that id. */
export const delivered = (world: Deps, me: Me, friend_id: number, up_to: number) =>
  world.ledger.write(({ publish }) => {
    const contact = contactWith(world, me, friend_id);
    const reached = Math.min(up_to, contact.last_message_id);
    if (!world.messages.deliverUpTo(contact, reached)) return;
    publish(messageDelivered(friend_id, me.id, reached));
  });

/** Passes by; nothing of it is kept. @throws notFriends */
export const publishTyping = (world: Deps, me: Me, friend_id: number, active: boolean) => {
  if (!world.friends.areFriends(me.id, friend_id)) throw new Refusal('notFriends');
  world.hub.publish({ ...typing(friend_id, me.id, active), at: world.clock.now() });
};
