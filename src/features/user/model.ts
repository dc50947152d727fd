import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { avatar_url_chars_max } from '../../protocol/limits';
import { Person, Privacy, Status, Time } from '../../protocol/objects';
import { Kdf } from '../../values/kdf';
import { Text } from '../../values/text';
import { vaultMembers } from '../shared/vault';

export const Self = Type.Object({ ...Person.properties, email: Type.String() });
export const Profile = Type.Object({
  ...Self.properties,
  status: Status,
  created_at: Time,
  last_login: Time,
  privacy: Privacy,
});
export type Profile = Static<typeof Profile>;

export const ProfileChange = Type.Object(
  {
    username: Type.Optional(Type.String()),
    display_name: Type.Optional(
      Type.String({ description: '"" 即用户名 · "": the user name is shown' }),
    ),
    email: Type.Optional(Type.String({ description: '"" 即无邮箱 · "": none' })),
    avatar: Type.Optional(
      Text(0, avatar_url_chars_max, '"" 或网址 · "" or an http(s) or server-relative URL'),
    ),
  },
  { description: '至少一个字段 · at least one member' },
);
export type ProfileChange = Static<typeof ProfileChange>;

export const PrivacyChange = Type.Partial(Privacy, {
  description: '至少一个字段 · at least one member',
});
export type PrivacyChange = Static<typeof PrivacyChange>;

export const PasswordChange = Type.Object({
  current_password: Type.String({ minLength: 1 }),
  new_password: Type.String(),
  confirm_password: Type.String(),
  current_derived: Type.Optional(Type.Boolean()),
  kdf: Type.Optional(Kdf),
  private_key_encrypted: Type.Optional(Type.String()),
  ...vaultMembers,
});
export type PasswordChange = Static<typeof PasswordChange>;

export const StatusChange = Type.Object({ status: Status });

export const Storage = Type.Object({
  used: Type.Integer({ description: '字节 · bytes' }),
  quota: Type.Integer({ description: '字节 · bytes' }),
  files: Type.Integer({ description: '上传的文件 · of uploads' }),
  messages: Type.Integer({ description: '发送的消息 · of what was sent' }),
  keys: Type.Integer({ description: '密钥 · of keys and vaults' }),
});
export type Storage = Static<typeof Storage>;

export const DeleteAccount = Type.Object({
  password: Type.String({ minLength: 1 }),
  derived: Type.Optional(Type.Boolean()),
});
export type DeleteAccount = Static<typeof DeleteAccount>;
