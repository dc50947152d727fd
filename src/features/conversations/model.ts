import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Friend, Id, Message } from '../../protocol/objects';

export const Conversations = Type.Array(
  Type.Object({ friend: Friend, last_message: Message, unread_count: Type.Integer() }),
);
export type Conversations = Static<typeof Conversations>;

export const ReadUpTo = Type.Object({ up_to: Id });

export const FriendUpTo = Type.Object({ friend_id: Id, up_to: Id });

/** One of the two: an invalid `message_id` must not be ignored like an unknown member. */
export const Read = Type.Union([
  Type.Object({ message_id: Id }),
  Type.Object({ ...FriendUpTo.properties, message_id: Type.Optional(Type.Never()) }),
]);

export const Typing = Type.Object({ friend_id: Id, active: Type.Boolean() });
