// The list of conversations.
import { listOf } from '../../http/concurrency-limit/lazy-entry';
import { toRfc3339 } from '../../platform/clock';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { settingsOf } from '../shared/arrangement';

type Deps = Pick<World, 'friends' | 'messages' | 'presence' | 'clock'>;
type Listed = ReturnType<World['friends']['conversations']>[number];

/** As it is when it is written out; undefined if its last message is gone since. */
const shown = (world: Deps, { contact, person }: Listed, now: number) => {
  const { messages, presence } = world;
  const [last] = messages.page(contact, contact.total, 0, 1);
  if (last === undefined) return undefined;
  const last_message = toMessage(last, messages.extrasOf(last));
  const friend = toFriend(person, presence.statusOf(person.id));
  const isFormer = contact.friends_since === null && contact.user_id !== person.id;
  if (isFormer) {
    friend.status = 'offline';
    friend.last_seen = toRfc3339(last.created_at);
  }
  return { friend, last_message, unread_count: contact.unread, ...settingsOf(contact, now) };
};

/** Newest first. A former friend shows neither presence nor when they were last seen. */
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
