// What an account missed, from its event log: each event shows the row as it is now, and a
// message deleted since is told of as deleted, under the same `seq`.
import type { LoggedEvent } from '../../db/event-log';
import {
  friendAccepted,
  friendRequest,
  messageDeleted,
  newMessage,
  profileUpdated,
} from '../../realtime/outgoing';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';

type Deps = Pick<World, 'users' | 'friends' | 'messages' | 'presence'>;

export interface Shown {
  type: string;
  data: object;
}

const showMessage = (world: Deps, me: number, event: LoggedEvent): Shown => {
  const row = world.messages.byId(event.subject_id);
  // A message leaves a tombstone; only with an account it goes wholly, and its friendship too.
  if (row === undefined) return messageDeleted(me, event.subject_id, 0);
  const friend_id = row.sender_id === me ? row.receiver_id : row.sender_id;
  if (!world.messages.isVisible(row, me, friend_id)) {
    return messageDeleted(me, event.subject_id, friend_id);
  }
  const message = toMessage(row, world.messages.extrasOf(row));
  if (event.type !== 'new_message') return { type: event.type, data: message };
  return newMessage(message, world.users.nameOf(row.sender_id));
};

/** An event as its frame shows it today. */
export const show = (world: Deps, me: number, event: LoggedEvent): Shown => {
  const detail = event.detail === null ? {} : (JSON.parse(event.detail) as object);
  const { type, subject_id } = event;
  switch (type) {
    case 'new_message':
    case 'message_sent':
    case 'message_edited':
    case 'message_reaction':
      return showMessage(world, me, event);
    case 'message_deleted':
      return { type, data: { message_id: subject_id, ...detail } };
    case 'friend_request': {
      const request = world.friends.request(subject_id);
      const from = request && world.users.byId(request.from_user_id);
      if (request && from) return friendRequest(request, from);
      return {
        type: 'friend_request_closed',
        data: { request_id: subject_id, outcome: 'cancelled' },
      };
    }
    case 'friend_accepted': {
      const person = world.users.byId(subject_id);
      if (person === undefined) return { type: 'friend_removed', data: { friend_id: subject_id } };
      // Who is no longer a friend shows neither presence nor when he was last there.
      const friend = world.friends.areFriends(me, subject_id)
        ? toFriend(person, world.presence.statusOf(subject_id))
        : toFriend({ ...person, last_seen: event.created_at }, 'offline');
      return friendAccepted(me, friend);
    }
    case 'friend_removed':
      return { type, data: { friend_id: subject_id } };
    case 'profile_updated': {
      const person = world.users.byId(subject_id);
      if (person) return profileUpdated(me, person);
      return { type: 'friend_removed', data: { friend_id: subject_id } };
    }
    default:
      return { type, data: detail };
  }
};
