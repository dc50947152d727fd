// What an account missed, from its event log: each event shows the row as it is now, and a
// message deleted since is shown as deleted, under the same `seq`. One entry an event.
import type { LoggedEvent } from '../../db/ledger/event-runs';
import type { DurableEventType } from '../../protocol/events';
import type { Message } from '../../protocol/objects';
import {
  callEntry,
  friendAccepted,
  friendRequest,
  messageDeleted,
  messageEdited,
  messageReaction,
  messageSent,
  newMessage,
  profileUpdated,
} from '../../realtime/outgoing';
import { toFriend, toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { settingsOf } from '../shared/conversation-settings';
import { friendOf } from '../shared/friendship';
import type { ReplayedEvent } from '../shared/resume';

type Deps = Pick<
  World,
  'users' | 'friends' | 'friendLinks' | 'messages' | 'presence' | 'privacy' | 'clock'
>;

/** How an event of one type is shown today. */
type Show = (world: Deps, me: number, event: LoggedEvent) => ReplayedEvent;

const detailOf = ({ detail }: LoggedEvent): object =>
  detail === null ? {} : (JSON.parse(detail) as object);

/** Everything that the event showed is in its detail. */
const asLogged: Show = (_, __, event) => ({ type: event.type, data: detailOf(event) });

const friendGone = (friend_id: number): ReplayedEvent => ({
  type: 'friend_removed',
  data: { friend_id },
});

/** The message as it is now, or its deletion. */
const message =
  (build: (world: Deps, me: number, message: Message) => ReplayedEvent): Show =>
  (world, me, { subject_id }) => {
    const row = world.messages.byId(subject_id);
    // A message leaves a tombstone. Only with an account does its row go, and the friendship too.
    if (row === undefined) return messageDeleted(me, subject_id, 0);
    const friend_id = row.sender_id === me ? row.receiver_id : row.sender_id;
    if (!world.messages.isVisible(row, me, friend_id)) {
      return messageDeleted(me, subject_id, friend_id);
    }
    return build(world, me, toMessage(row, me, world.messages.extrasOf(row)));
  };

/** Those that carry the whole message. */
const WITH_TEXT = new Set(['new_message', 'message_sent', 'message_edited']);

/** Of the text that an event shows. */
export const textBytes = (
  { messages }: Pick<World, 'messages'>,
  { type, subject_id }: LoggedEvent,
): number => (WITH_TEXT.has(type) ? messages.bytesOf(subject_id) : 0);

export const REPLAYS: Record<DurableEventType, Show> = {
  new_message: message((world, _, shown) =>
    newMessage(shown, world.users.namesOf(shown.sender_id)),
  ),
  message_sent: message((_, me, shown) => messageSent(me, shown)),
  call_entry: message((_, me, shown) => callEntry(me, shown)),
  message_edited: message((_, me, shown) => messageEdited(me, shown)),
  message_reaction: message((_, me, shown) => messageReaction(me, shown)),
  message_delivered: asLogged,
  message_read: asLogged,
  message_deleted: (_, __, event) => ({
    type: event.type,
    data: { message_id: event.subject_id, ...detailOf(event) },
  }),
  friend_request(world, _, { subject_id }) {
    const request = world.friends.request(subject_id);
    const from = request && world.users.byId(request.from_user_id);
    if (request && from) return friendRequest(request, from);
    const data = { request_id: subject_id, outcome: 'cancelled' };
    return { type: 'friend_request_closed', data };
  },
  friend_request_closed: asLogged,
  friend_accepted(world, me, { subject_id, created_at }) {
    const person = world.users.byId(subject_id);
    if (person === undefined) return friendGone(subject_id);
    // A former friend shows neither presence nor when they were last seen.
    const { friends_since = null } = world.friends.contact(me, subject_id) ?? {};
    const isFriend = friends_since !== null;
    const friend = isFriend
      ? friendOf(world, me, { ...person, friends_since })
      : toFriend({ ...person, last_seen: created_at }, 'offline');
    return friendAccepted(me, friend);
  },
  friend_proof: asLogged,
  friend_removed: (_, __, { subject_id }) => friendGone(subject_id),
  profile_updated(world, me, { subject_id }) {
    const person = world.users.byId(subject_id);
    return person ? profileUpdated(me, person) : friendGone(subject_id);
  },
  key_changed: asLogged,
  vault_changed: asLogged,
  vault_refused: asLogged,
  // What an earlier build logged has fewer settings.
  privacy_changed: asLogged,
  conversation_changed(world, me, event) {
    const detail = detailOf(event) as { friend_id?: number };
    const contact = world.friends.contact(me, detail.friend_id ?? 0);
    const now = contact === undefined ? {} : settingsOf(contact, world.clock.now());
    return { type: event.type, data: { ...now, ...detail } };
  },
  push_shown: asLogged,
  push_state: asLogged,
};

/** An event as its frame shows it today. A type that another build wrote is shown as it was. */
export const replay: Show = (world, me, event) =>
  (Object.hasOwn(REPLAYS, event.type) ? REPLAYS[event.type as DurableEventType] : asLogged)(
    world,
    me,
    event,
  );
