import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { login_name_chars_max } from '../../protocol/limits';
import { Id, Person, Time } from '../../protocol/objects';
import { Kdf } from '../../values/kdf';
import { Text } from '../../values/text';

export const Registration = Type.Object({
  username: Type.String(),
  display_name: Type.Optional(Type.String()),
  email: Type.Optional(Type.String({ description: '可省略 · may be left out' })),
  password: Type.String(),
  confirm_password: Type.String(),
  kdf: Type.Optional(Kdf),
  invite: Type.Optional(Text(1, 64)),
  cookie: Type.Optional(Type.Boolean()),
});
export type Registration = Static<typeof Registration>;

export const Credentials = Type.Object({
  username: Text(1, login_name_chars_max, '用户名或邮箱 · the user name or the e-mail address'),
  password: Type.String({ minLength: 1 }),
  derived: Type.Optional(Type.Boolean()),
  cookie: Type.Optional(Type.Boolean()),
});
export type Credentials = Static<typeof Credentials>;

export const Renewal = Type.Object({ refresh_token: Type.Optional(Type.String()) });

export const AdmissionQuery = Type.Object({
  invite: Type.Optional(Text(1, 64)),
});

export const Admission = Type.Object({
  registration: Type.Union([Type.Literal('open'), Type.Literal('invite'), Type.Literal('closed')]),
  has_accounts: Type.Boolean({ description: '是否已有账号 · false before the first one' }),
  invite: Type.Optional(
    Type.Object({
      good: Type.Boolean(),
      inviter: Type.Optional(Person),
    }),
  ),
});
export type Admission = Static<typeof Admission>;

export const KdfQuery = Type.Object({ username: Text(1, login_name_chars_max) });

const token = {
  access_token: Type.String(),
  token_type: Type.Literal('bearer'),
  expires_in: Type.Integer({ description: '秒 · seconds' }),
  refresh_token: Type.Optional(Type.String()),
};

export const Registered = Type.Object({
  user_id: Id,
  username: Type.String(),
  display_name: Type.String(),
  email: Type.String(),
  ...token,
});
export type Registered = Static<typeof Registered>;

export const SignedIn = Type.Object({
  ...token,
  restored_at: Type.Optional(Time),
  user: Type.Object({ ...Person.properties, email: Type.String() }),
});
export type SignedIn = Static<typeof SignedIn>;

export const Refreshed = Type.Object(token);
export type Refreshed = Static<typeof Refreshed>;

export const Sessions = Type.Array(
  Type.Object({
    id: Id,
    created_at: Time,
    last_used_at: Time,
    user_agent: Type.String(),
    current: Type.Boolean(),
  }),
);
export type Sessions = Static<typeof Sessions>;

export const Ticket = Type.Object({
  ticket: Type.String(),
  expires_in: Type.Integer({ description: '秒 · seconds' }),
});
export type Ticket = Static<typeof Ticket>;
