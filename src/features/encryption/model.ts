import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { IdList, PositiveInteger } from '../../http/url-parameters';
import { public_keys_asked_max } from '../../protocol/limits';
import { Id } from '../../protocol/objects';
import { vaultMembers } from '../shared/vault';

const KeyId = Type.Union([Type.String(), Type.Null()], {
  description: 'RFC 7638；非 JWK 时为 null · null if the key is no JWK',
});
const Version = Type.Integer({ minimum: 1 });

export const PublicKey = Type.Object({
  user_id: Id,
  public_key: Type.String(),
  key_id: KeyId,
  version: Version,
});
export type PublicKey = Static<typeof PublicKey>;

export const PublicKeys = Type.Array(Type.Union([PublicKey, Type.Null()]), {
  description: '按 user_ids 的顺序；没有公钥的为 null · as asked; null for who has none',
});
export type PublicKeys = Static<typeof PublicKeys>;

export const KeysQuery = Type.Object({ user_ids: IdList(public_keys_asked_max) });

export const KeyPair = Type.Object({
  public_key: Type.String(),
  private_key_encrypted: Type.String(),
  ...vaultMembers,
  password: Type.Optional(Type.String({ minLength: 1 })),
  derived: Type.Optional(Type.Boolean()),
});
export type KeyPair = Static<typeof KeyPair>;

export const OwnKeys = Type.Object({
  ...PublicKey.properties,
  private_key_encrypted: Type.String(),
  vault_version: Version,
});
export type OwnKeys = Static<typeof OwnKeys>;

export const KeysStored = Type.Object({
  user_id: Id,
  key_id: KeyId,
  version: Version,
  vault_version: Version,
});

export const KeyQuery = Type.Object({
  key_id: Type.Optional(Type.String()),
  version: Type.Optional(PositiveInteger()),
});
export type KeyQuery = Static<typeof KeyQuery>;

export const VaultQuery = Type.Object({ vault_version: Type.Optional(PositiveInteger()) });
export type VaultQuery = Static<typeof VaultQuery>;
