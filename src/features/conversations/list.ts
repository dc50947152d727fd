// The list of conversations.
import { toRfc3339 } from '../../platform/clock';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { mutedUntil } from '../shared/muted-until';

type Deps = Pick<World, 'friends' | 'messages' | 'presence' | 'clock'>;

/** Newest first. A former friend shows neither presence nor when they were last seen. */
export const conversations = (world: Deps, me: { id: number }) => {
  const { friends, messages, presence, clock } = world;
  const now = clock.now();
  const shown = friends.conversations(me.id).flatMap(({ contact, person }) => {
    const [last] = messages.page(contact, contact.total, 0, 1);
    if (last === undefined) return [];
    const last_message = toMessage(last, messages.extrasOf(last));
    const friend = toFriend(person, presence.statusOf(person.id));
    if (contact.friends_since === null) {
      friend.status = 'offline';
      friend.last_seen = toRfc3339(last.created_at);
    }
    const muted_until = mutedUntil(contact.muted_until, now);
    return { friend, last_message, unread_count: contact.unread, muted_until };
  });
  // By the newest message that still exists.
  return shown.sort((a, b) => b.last_message.id - a.last_message.id);
};
