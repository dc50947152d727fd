// The shapes of the frames that the client believes, by their type; of others it reads nothing.
import type { EventPayloads, EventType } from '../../../protocol/events';
import { isMessage, isReactions } from './answers';
import { isPrivacy, settings } from './people-shapes';
import type { Shape } from './shape';
import {
  isAnything,
  isCount,
  isFlag,
  isId,
  isText,
  isTime,
  listOf,
  maybe,
  oneOf,
  orNull,
  record,
} from './shape';

/** As received; `protocol/events` has the types. */
export interface Frame {
  type: string;
  data: Record<string, unknown>;
  seq?: number | undefined;
  /** Of the frame that it answers. */
  id?: string | number | undefined;
  timestamp: string;
}

const ofFriend = { friend_id: isId };
const ofCall = { call_id: isText };
const isInvitation = record<
  Omit<EventPayloads['voice_call_invite'], 'from_username' | 'from_name'>
>({
  ...ofCall,
  from_user_id: isId,
});

/** A message without its sender's names, which nobody reads. */
const DATA: Partial<Record<EventType, Shape<unknown>>> = {
  hello: record<
    Partial<Pick<EventPayloads['hello'], 'build'>> &
      Omit<EventPayloads['hello'], 'user_id' | 'build'>
  >({
    epoch: isText,
    seq: isCount,
    resumed: isFlag,
    // A server of an earlier build says none.
    build: maybe(isText),
    restored_at: maybe(isTime),
  }),
  new_message: isMessage,
  message_sent: isMessage,
  message_edited: isMessage,
  message_delivered: record<EventPayloads['message_delivered']>({ ...ofFriend, up_to: isId }),
  message_reaction: record<Pick<EventPayloads['message_reaction'], 'id' | 'reactions'>>({
    id: isId,
    reactions: isReactions,
  }),
  message_read: record<EventPayloads['message_read']>({
    ...ofFriend,
    message_ids: maybe(listOf(isId)),
    up_to: maybe(isCount),
    reader_id: isId,
    read_at: isTime,
  }),
  message_deleted: record<EventPayloads['message_deleted']>({ ...ofFriend, message_id: isId }),
  friend_proof: record<EventPayloads['friend_proof']>({
    ...ofFriend,
    code: isText,
    key_id: isText,
    proof: isText,
  }),
  friend_removed: record<EventPayloads['friend_removed']>(ofFriend),
  profile_updated: record<EventPayloads['profile_updated']>({
    user_id: isId,
    username: isText,
    display_name: isText,
    avatar: isText,
  }),
  key_changed: record<EventPayloads['key_changed']>({
    user_id: isId,
    key_id: orNull(isText),
    version: isId,
  }),
  vault_changed: record<EventPayloads['vault_changed']>({ vault_version: isId }),
  conversation_changed: record<EventPayloads['conversation_changed']>({
    ...ofFriend,
    ...settings,
    cleared_up_to: maybe(isId),
    changed_by: maybe(isId),
  }),
  privacy_changed: isPrivacy,
  push_shown: record<EventPayloads['push_shown']>({ subscription_id: isId, push_id: isText }),
  push_state: record<EventPayloads['push_state']>({
    subscription_id: isId,
    state: oneOf('good', 'quiet', 'renew', 'gone'),
    why: orNull(isText),
  }),
  user_status: record<Pick<EventPayloads['user_status'], 'user_id' | 'status'>>({
    user_id: isId,
    status: oneOf('online', 'offline', 'away'),
  }),
  typing: record<EventPayloads['typing']>({ user_id: isId, active: isFlag }),
  voice_call_invite: isInvitation,
  video_call_invite: isInvitation,
  call_accepted: record<EventPayloads['call_accepted']>({
    ...ofCall,
    device: isText,
    device_token: maybe(isText) as Shape<string>,
  }),
  call_signal: record<EventPayloads['call_signal']>({ ...ofCall, payload: isAnything }),
  call_rejoined: record<EventPayloads['call_rejoined']>({ ...ofCall, user_id: isId }),
  call_ended: record<EventPayloads['call_ended']>({
    ...ofCall,
    reason: oneOf(
      ...(['answered_elsewhere', 'rejected', 'cancelled'] as const),
      ...(['hangup', 'timeout', 'failed', 'ended'] as const),
    ),
  }),
  call_entry: isMessage,
  call_test: record<EventPayloads['call_test']>({ ...ofCall, user_id: isId }),
};

const isFrameId = (value: unknown): value is string | number => isText(value) || isCount(value);

const isFramed = record<Omit<Frame, 'data'>>({
  type: isText,
  seq: maybe(isCount),
  id: maybe(isFrameId),
  timestamp: isTime,
});

/** Whether it has what a frame of its type has. */
export const isFrame = (value: unknown): value is Frame => {
  if (!isFramed(value)) return false;
  const shape = DATA[value.type as EventType] as Shape<unknown> | undefined;
  return shape === undefined || shape((value as Partial<Frame>).data);
};
