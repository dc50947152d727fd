import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { ConversationSettings, Friend, Id, Lifetime, Message } from '../../protocol/objects';

export const Conversations = Type.Array(
  Type.Object({
    friend: Friend,
    last_message: Message,
    unread_count: Type.Integer(),
    ...ConversationSettings.properties,
  }),
);
export type Conversations = Static<typeof Conversations>;

export const ConversationChange = Type.Object(
  {
    muted_until: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description:
          'RFC 3339；在此之前静音，来电除外 · silent until then, but for calls; null: no longer',
      }),
    ),
    pinned: Type.Optional(Type.Boolean()),
    archived: Type.Optional(
      Type.Boolean({
        description:
          '新消息会取消归档，静音时除外 · a new message brings it back, unless it is silent',
      }),
    ),
    expires_in: Type.Optional(
      Type.Union([Lifetime, Type.Null()], {
        description:
          '秒；此后的消息到期删除，双方相同 · seconds after which later messages disappear, for both; null: never',
      }),
    ),
    unread: Type.Optional(
      Type.Boolean({ description: '任何已读都会清除 · any reading takes it away' }),
    ),
  },
  { description: '至少一个字段 · at least one member' },
);
export type ConversationChange = Static<typeof ConversationChange>;

export const ChangedConversation = Type.Composite([
  Type.Object({ friend_id: Id }),
  ConversationSettings,
]);
export type ChangedConversation = Static<typeof ChangedConversation>;

export const ReadUpTo = Type.Object({ up_to: Id });

export const FriendUpTo = Type.Object({ friend_id: Id, up_to: Id });

/** One of the two: an invalid `message_id` must not be ignored like an unknown member. */
export const Read = Type.Union([
  Type.Object({ message_id: Id }),
  Type.Object({ ...FriendUpTo.properties, message_id: Type.Optional(Type.Never()) }),
]);

export const Typing = Type.Object({ friend_id: Id, active: Type.Boolean() });
