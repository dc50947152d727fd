// The objects of the API, the same on REST and on the socket.
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { expires_in_s_max, expires_in_s_min } from './conversation-limits';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Time = Type.String({ format: 'date-time' });
export const Status = Type.Union([
  Type.Literal('online'),
  Type.Literal('offline'),
  Type.Literal('away'),
]);
export type Status = Static<typeof Status>;

export const MessageType = Type.Union([
  Type.Literal('text'),
  Type.Literal('image'),
  Type.Literal('file'),
  Type.Literal('audio'),
  Type.Literal('video'),
]);
export type MessageType = Static<typeof MessageType>;

export const FileView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  size: Type.Integer(),
  type: Type.String(),
});
export type FileView = Static<typeof FileView>;

/** By emoji, in the order of the first of each. */
export const Reactions = Type.Array(
  Type.Object({ emoji: Type.String(), user_ids: Type.Array(Id) }),
);

export const CallKind = Type.Union([Type.Literal('voice'), Type.Literal('video')]);
export type CallKind = Static<typeof CallKind>;

/** How a call went: `missed` rang to its end; those `missed`, `cancelled` and `busy` are unread. */
export const CallOutcome = Type.Union([
  Type.Literal('answered'),
  Type.Literal('missed'),
  Type.Literal('cancelled'),
  Type.Literal('busy'),
  Type.Literal('rejected'),
  Type.Literal('failed'),
]);
export type CallOutcome = Static<typeof CallOutcome>;

/** Why a device has a call no longer; `ended`: a session, the friendship or an account ended. */
export const CallEnd = Type.Union([
  Type.Literal('answered_elsewhere'),
  Type.Literal('rejected'),
  Type.Literal('cancelled'),
  Type.Literal('hangup'),
  Type.Literal('timeout'),
  Type.Literal('failed'),
  Type.Literal('ended'),
]);
export type CallEnd = Static<typeof CallEnd>;

/** What a message tells of the call that left it; its sender is the caller. */
export const CallView = Type.Object({
  id: Type.String(),
  kind: CallKind,
  outcome: CallOutcome,
  duration_s: Type.Integer({ minimum: 0 }),
});
export type CallView = Static<typeof CallView>;

export const Message = Type.Object({
  id: Id,
  sender_id: Id,
  receiver_id: Id,
  content: Type.String(),
  message_type: MessageType,
  timestamp: Time,
  is_read: Type.Boolean(),
  is_encrypted: Type.Boolean(),
  client_id: Type.Optional(Type.String()),
  read_at: Type.Optional(Time),
  deleted: Type.Optional(Type.Literal(true)),
  edited_at: Type.Optional(Time),
  reply_to: Type.Optional(Id),
  reactions: Type.Optional(Reactions),
  file: Type.Optional(FileView),
  call: Type.Optional(CallView),
  /** It is deleted then, as by its sender. */
  expires_at: Type.Optional(Time),
});
export type Message = Static<typeof Message>;

/** A device is `quiet` if it confirms nothing, and subscribes again after `renew` and `gone`. */
export const PushState = Type.Union([
  Type.Literal('good'),
  Type.Literal('quiet'),
  Type.Literal('renew'),
  Type.Literal('gone'),
]);
export type PushState = Static<typeof PushState>;

/** By which invitation somebody became a friend, and what they proved with its secret. */
export const FriendLink = Type.Object({
  code: Type.String(),
  key_id: Type.Union([Type.String(), Type.Null()]),
  proof: Type.Union([Type.String(), Type.Null()]),
});
export type FriendLink = Static<typeof FriendLink>;

/** What anybody is shown of a person; a `display_name` of "" is the user name. */
export const Person = Type.Object({
  id: Id,
  username: Type.String(),
  display_name: Type.String(),
  avatar: Type.String(),
});
export type Person = Static<typeof Person>;

/** In seconds. */
export const Lifetime = Type.Integer({ minimum: expires_in_s_min, maximum: expires_in_s_max });

/** A conversation as one of the two has it; `expires_in`, in seconds, is the same for both. */
export const ConversationSettings = Type.Object({
  muted_until: Type.Union([Time, Type.Null()]),
  pinned: Type.Boolean(),
  archived: Type.Boolean(),
  unread: Type.Boolean({
    description: '自己的标记 · a mark of one’s own, which counts no message',
  }),
  expires_in: Type.Union([Type.Integer(), Type.Null()]),
});
export type ConversationSettings = Static<typeof ConversationSettings>;

/** What a person lets others know. */
export const Privacy = Type.Object({
  last_seen: Type.Boolean({ description: '在线状态与最后在线时间 · presence, too' }),
  read_receipts: Type.Boolean({ description: '双方都开启才告知 · told only if both allow it' }),
  typing: Type.Boolean(),
});
export type Privacy = Static<typeof Privacy>;

export const Friend = Type.Object({
  ...Person.properties,
  status: Status,
  last_seen: Time,
  link: Type.Optional(Type.Union([FriendLink, Type.Null()])),
  /** In one's own list alone: nobody else learns how one has a conversation. */
  ...Type.Partial(ConversationSettings).properties,
});
export type Friend = Static<typeof Friend>;
