// The list of conversations.
import { listOf } from '../../http/large-answers/lazy-entry';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { asFriend } from '../shared/as-friend';
import { settingsOf } from '../shared/conversation-settings';

type Deps = Pick<World, 'friends' | 'messages' | 'presence' | 'privacy' | 'clock'>;
type Listed = ReturnType<World['friends']['conversations']>[number];

/** A former friend shows neither presence nor when they were last seen; oneself shows all. */
const personOf = (world: Deps, { contact, person }: Listed, last_at: number) => {
  if (contact.user_id === person.id) return toFriend(person, world.presence.statusOf(person.id));
  const { friends_since } = contact;
  return friends_since === null
    ? toFriend({ ...person, last_seen: last_at }, 'offline')
    : asFriend(world, { ...person, friends_since });
};

/** As it is when it is written out; undefined if its last message is gone since. */
const shown = (world: Deps, listed: Listed, now: number) => {
  const { contact } = listed;
  const { messages } = world;
  const [last] = messages.page(contact, contact.total, 0, 1);
  if (last === undefined) return undefined;
  const last_message = toMessage(last, contact.user_id, messages.extrasOf(last));
  const friend = personOf(world, listed, last.created_at);
  return { friend, last_message, unread_count: contact.unread, ...settingsOf(contact, now) };
};

/** Newest first. */
export const conversations = (world: Deps, me: { id: number }) => {
  const { friends, messages, clock } = world;
  const now = clock.now();
  const listed = friends.conversations(me.id).flatMap((each) => {
    const [last] = messages.sized.page(each.contact, each.contact.total, 0, 1);
    return last === undefined ? [] : [{ each, last }];
  });
  // By the newest message that still exists.
  listed.sort((a, b) => b.last.id - a.last.id);
  return listOf(
    listed.map(({ each, last }) => ({ bytes: last.bytes, make: () => shown(world, each, now) })),
  );
};
