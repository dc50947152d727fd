import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { request_message_chars_max, search_chars_max } from '../../protocol/limits';
import { Friend, Id, Person, Time } from '../../protocol/objects';
import { Text } from '../../values/text';

export const FriendList = Type.Array(Friend);

export const Found = Type.Array(
  Type.Object({
    ...Person.properties,
    is_friend: Type.Boolean(),
    request: Type.Union([Type.Literal('none'), Type.Literal('sent'), Type.Literal('received')]),
  }),
);
export type Found = Static<typeof Found>;

export const Query = Type.Object({
  q: Text(1, search_chars_max),
});

export const Asking = Type.Object({
  user_id: Id,
  message: Type.Optional(Text(0, request_message_chars_max)),
});
export type Asking = Static<typeof Asking>;

export const Asked = Type.Object({ request_id: Id });

export const Handling = Type.Object({
  action: Type.Union([Type.Literal('accept'), Type.Literal('reject')]),
});
export type Handling = Static<typeof Handling>;

export const Direction = Type.Object({
  direction: Type.Optional(Type.Union([Type.Literal('received'), Type.Literal('sent')])),
});

export const Blocks = Type.Array(Type.Object({ user: Person, created_at: Time }));
export type Blocks = Static<typeof Blocks>;

export const Requests = Type.Array(
  Type.Object({
    request_id: Id,
    user: Person,
    message: Type.String(),
    created_at: Time,
  }),
);
export type Requests = Static<typeof Requests>;
