import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { invite_ttl_s_max, invite_uses_max } from '../../protocol/limits';
import { Id, Person, Time } from '../../protocol/objects';

export const InviteDraft = Type.Object({
  uses: Type.Optional(Type.Integer({ minimum: 1, maximum: invite_uses_max })),
  expires_in: Type.Optional(
    Type.Integer({ minimum: 1, maximum: invite_ttl_s_max, description: '秒 · seconds' }),
  ),
});
export type InviteDraft = Static<typeof InviteDraft>;

export const Invite = Type.Object({
  code: Type.String(),
  link: Type.String(),
  uses: Type.Integer(),
  used: Type.Integer(),
  expires_at: Time,
  created_at: Time,
  used_by: Type.Array(
    Type.Object({
      user: Person,
      used_at: Time,
    }),
    { description: '谁用它注册 · who registered with it' },
  ),
});
export type Invite = Static<typeof Invite>;

const KeyId = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'RFC 7638' });

/** By the guest of a link; its inviter names the guest. */
export const LinkProof = Type.Object({
  guest_id: Type.Optional(Id),
  key_id: KeyId,
  proof: Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: '32 字节 · 32 bytes, base64url',
  }),
});
export type LinkProof = Static<typeof LinkProof>;

export const Invites = Type.Array(Invite);
export const InviteCode = Type.Object({ code: Type.String() });
