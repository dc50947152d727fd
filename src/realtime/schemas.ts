// The schema of every frame that the server sends, as /docs shows it; the builders in outgoing.ts
// write a payload field by field, and no schema trims it.
import type { TSchema } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import type { EventPayloads, EventType } from '../protocol/events';
import {
  ConversationSettings,
  Friend,
  Id,
  Message,
  Privacy,
  PushState,
  Reactions,
  Status,
  Time,
} from '../protocol/objects';
import { CALL_EVENTS } from './call-schemas';
import { event } from './event-schema';

interface Entry<Payload> {
  zh: string;
  en: string;
  data: TSchema & { static: Payload };
}

export const EVENTS = {
  hello: event(
    '连接后的第一帧',
    'The first frame of a connection: where the account’s events stand',
    Type.Object({
      user_id: Id,
      epoch: Type.String(),
      seq: Type.Integer(),
      resumed: Type.Boolean(),
      build: Type.String(),
      restored_at: Type.Optional(Time),
    }),
  ),
  new_message: event(
    '新消息通知，发给接收者',
    'A new message, to its receiver',
    Type.Composite([
      Message,
      Type.Object({ sender_username: Type.String(), sender_name: Type.String() }),
    ]),
  ),
  message_sent: event(
    '消息已发送，发给发送者的设备',
    'A message was sent, to the sender’s devices',
    Message,
  ),
  message_delivered: event(
    '消息已送达，发给发送者',
    'Messages reached a device, to their sender',
    Type.Object({ friend_id: Id, up_to: Id }),
  ),
  message_edited: event('消息已编辑，发给双方', 'A message was edited, to both', Message),
  message_reaction: event(
    '消息回应已更改，发给双方',
    'The reactions to a message changed, to both',
    Type.Object({ id: Id, sender_id: Id, receiver_id: Id, reactions: Reactions }),
  ),
  message_read: event(
    '消息已读，发给双方',
    'Messages were read, to both',
    Type.Object({
      message_ids: Type.Optional(Type.Array(Id)),
      up_to: Type.Optional(Id),
      friend_id: Id,
      reader_id: Id,
      read_at: Time,
    }),
  ),
  message_deleted: event(
    '消息已删除，发给看不到它的人',
    'A message was deleted, to those it is deleted for',
    Type.Object({ message_id: Id, friend_id: Id }),
  ),
  friend_request: event(
    '好友请求通知，发给对方',
    'A friend request, to its addressee',
    Type.Object({
      request_id: Id,
      from_user_id: Id,
      from_username: Type.String(),
      from_name: Type.String(),
      message: Type.String(),
    }),
  ),
  friend_request_closed: event(
    '好友请求已结束',
    'A friend request is closed; a requester is not told of a rejection',
    Type.Object({
      request_id: Id,
      outcome: Type.Union([
        Type.Literal('accepted'),
        Type.Literal('rejected'),
        Type.Literal('cancelled'),
      ]),
    }),
  ),
  friend_accepted: event(
    '已成为好友，发给双方',
    'Two people became friends, to both',
    Type.Object({ friend: Friend }),
  ),
  friend_proof: event(
    '邀请的证明，发给对方的设备',
    'What a friend proved with the secret of an invitation, to the other one’s devices',
    Type.Object({
      friend_id: Id,
      code: Type.String(),
      key_id: Type.String(),
      proof: Type.String(),
    }),
  ),
  friend_removed: event(
    '好友关系已解除，发给双方',
    'A friendship ended, to both',
    Type.Object({ friend_id: Id }),
  ),
  profile_updated: event(
    '用户资料已更新，发给好友和自己',
    'A name or the avatar changed, to friends and own devices',
    Type.Object({
      user_id: Id,
      username: Type.String(),
      display_name: Type.String(),
      avatar: Type.String(),
    }),
  ),
  key_changed: event(
    '公钥已更换，发给好友和自己',
    'A public key changed, to friends and own devices',
    Type.Object({
      user_id: Id,
      key_id: Type.Union([Type.String(), Type.Null()]),
      version: Type.Integer(),
    }),
  ),
  vault_changed: event(
    '密钥库已更新，发给自己的设备',
    'The vault was written, to own devices',
    Type.Object({ vault_version: Type.Integer() }),
  ),
  vault_refused: event(
    '有人试图改写密钥库，发给自己的设备',
    'Somebody without a proof tried to write the vault, to own devices',
    Type.Object({ session_id: Id, user_agent: Type.String() }),
  ),
  conversation_changed: event(
    '会话设置已更改，发给自己的设备；expires_in 发给双方',
    'One’s own view of a conversation changed, to own devices; `expires_in`, to both',
    Type.Composite([
      Type.Object({ friend_id: Id }),
      ConversationSettings,
      Type.Object({ cleared_up_to: Type.Optional(Id), changed_by: Type.Optional(Id) }),
    ]),
  ),
  privacy_changed: event(
    '隐私设置已更改，发给自己的设备',
    'What one lets others know changed, to own devices',
    Privacy,
  ),
  push_shown: event(
    '通知已在设备上显示，发给自己的设备',
    'A device confirmed a notification, to own devices',
    Type.Object({ subscription_id: Id, push_id: Type.String() }),
  ),
  push_state: event(
    '推送订阅的状态已更改，发给自己的设备',
    'How a push subscription does has changed, to own devices',
    Type.Object({
      subscription_id: Id,
      state: PushState,
      why: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  user_status: event(
    '用户状态更新，发给好友和自己',
    'Presence changed, to friends and own devices',
    Type.Object({ user_id: Id, username: Type.String(), status: Status }),
  ),
  typing: event(
    '正在输入，发给好友',
    'A friend is typing, or stopped',
    Type.Object({ user_id: Id, active: Type.Boolean() }),
  ),
  ...CALL_EVENTS,
  call_entry: event('通话留下的消息，发给双方', 'The message that a call left, to both', Message),
  pong: event('心跳响应', 'The answer to a ping', Type.Object({})),
  ack: event('客户端消息已处理', 'A frame with an `id` was done', Type.Object({})),
  error: event(
    '客户端消息被拒绝',
    'A frame was refused; the socket lives',
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      details: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
} satisfies { [Type in EventType]: Entry<EventPayloads[Type]> };
