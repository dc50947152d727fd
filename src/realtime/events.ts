// Every frame that the server sends, in one table: /docs shows it, and the builders in
// tellings.ts are typed by it. A payload is written out field by field; no schema trims it.
import type { Static, TSchema } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Friend, Id, Message, Status, Time } from '../protocol/objects';

interface Entry<Data extends TSchema> {
  zh: string;
  en: string;
  /** Kept in the account's event log, under a `seq`. */
  durable: boolean;
  data: Data;
}

const durable = <Data extends TSchema>(zh: string, en: string, data: Data): Entry<Data> => ({
  zh,
  en,
  durable: true,
  data,
});
const passing = <Data extends TSchema>(zh: string, en: string, data: Data): Entry<Data> => ({
  ...durable(zh, en, data),
  durable: false,
});

const Invitation = Type.Object({
  call_id: Type.String(),
  from_user_id: Id,
  from_username: Type.String(),
});

export const EVENTS = {
  hello: passing(
    '连接后的第一帧',
    'The first frame of a connection: where the account’s events stand',
    Type.Object({
      user_id: Id,
      epoch: Type.String(),
      seq: Type.Integer(),
      resumed: Type.Boolean(),
    }),
  ),
  new_message: durable(
    '新消息通知，发给接收者',
    'A new message, to its receiver',
    Type.Composite([Message, Type.Object({ sender_username: Type.String() })]),
  ),
  message_sent: durable(
    '消息已发送，发给发送者的设备',
    'A message was sent, to the sender’s devices',
    Message,
  ),
  message_delivered: durable(
    '消息已送达，发给发送者',
    'Messages reached a device, to their sender',
    Type.Object({ friend_id: Id, up_to: Id }),
  ),
  message_edited: durable('消息已编辑，发给双方', 'A message was edited, to both', Message),
  message_reaction: durable(
    '消息回应已更改，发给双方',
    'The reactions to a message changed, to both',
    Message,
  ),
  message_read: durable(
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
  message_deleted: durable(
    '消息已删除，发给看不到它的人',
    'A message was deleted, to those it is deleted for',
    Type.Object({ message_id: Id, friend_id: Id }),
  ),
  friend_request: durable(
    '好友请求通知，发给对方',
    'A friend request, to its addressee',
    Type.Object({
      request_id: Id,
      from_user_id: Id,
      from_username: Type.String(),
      message: Type.String(),
    }),
  ),
  friend_request_closed: durable(
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
  friend_accepted: durable(
    '已成为好友，发给双方',
    'Two people became friends, to both',
    Type.Object({ friend: Friend }),
  ),
  friend_removed: durable(
    '好友关系已解除，发给双方',
    'A friendship ended, to both',
    Type.Object({ friend_id: Id }),
  ),
  profile_updated: durable(
    '用户资料已更新，发给好友和自己',
    'Name or avatar changed, to friends and own devices',
    Type.Object({ user_id: Id, username: Type.String(), avatar: Type.String() }),
  ),
  key_changed: durable(
    '公钥已更换，发给好友和自己',
    'A public key changed, to friends and own devices',
    Type.Object({
      user_id: Id,
      key_id: Type.Union([Type.String(), Type.Null()]),
      version: Type.Integer(),
    }),
  ),
  user_status: passing(
    '用户状态更新，发给好友和自己',
    'Presence changed, to friends and own devices',
    Type.Object({ user_id: Id, username: Type.String(), status: Status }),
  ),
  typing: passing(
    '正在输入，发给好友',
    'A friend is typing, or stopped',
    Type.Object({ user_id: Id, active: Type.Boolean() }),
  ),
  voice_call_invite: passing('语音通话邀请', 'An invitation to a voice call', Invitation),
  video_call_invite: passing('视频通话邀请', 'An invitation to a video call', Invitation),
  pong: passing('心跳响应', 'The answer to a ping', Type.Object({})),
  ack: passing('客户端消息已处理', 'A frame with an `id` was done', Type.Object({})),
  error: passing(
    '客户端消息被拒绝',
    'A frame was refused; the socket lives',
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      details: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventData<Type extends EventType> = Static<(typeof EVENTS)[Type]['data']>;

/** Something to tell a user's devices. By `subject_id` or `detail` a replay finds it again. */
export interface Telling {
  to: number;
  type: string;
  data: object;
  durable: boolean;
  subject_id?: number;
  detail?: object;
}

export const telling = <Type extends EventType>(
  to: number,
  type: Type,
  data: EventData<Type>,
  reference: { subject_id?: number; detail?: object } = {},
): Telling => ({ to, type, data, durable: EVENTS[type].durable, ...reference });

/** A frame as it travels. */
export const frame = (
  type: string,
  at: string,
  data?: object,
  more?: { seq?: number | undefined; id?: string | number | undefined },
): string => JSON.stringify({ type, ...more, data, timestamp: at });
