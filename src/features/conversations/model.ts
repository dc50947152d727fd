import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Friend, Id, Message, Time } from '../../protocol/objects';

const MutedUntil = Type.Union([Time, Type.Null()]);

export const Conversations = Type.Array(
  Type.Object({
    friend: Friend,
    last_message: Message,
    unread_count: Type.Integer(),
    muted_until: MutedUntil,
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
  },
  { description: '至少一个字段 · at least one member' },
);
export type ConversationChange = Static<typeof ConversationChange>;

export const ConversationSettings = Type.Object({ friend_id: Id, muted_until: MutedUntil });

export const ReadUpTo = Type.Object({ up_to: Id });

export const FriendUpTo = Type.Object({ friend_id: Id, up_to: Id });

/** One of the two: an invalid `message_id` must not be ignored like an unknown member. */
export const Read = Type.Union([
  Type.Object({ message_id: Id }),
  Type.Object({ ...FriendUpTo.properties, message_id: Type.Optional(Type.Never()) }),
]);

export const Typing = Type.Object({ friend_id: Id, active: Type.Boolean() });
