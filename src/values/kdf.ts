// The `kdf` of an account: how its password is derived.
import { randomBytes } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { ARGON2ID, kdf_salt_bytes } from '../protocol/kdf';

/** What a client needs to derive like the server; `m` in KiB, `salt` 16 bytes in base64url. */
export const Kdf = Type.Object({
  alg: Type.Literal(ARGON2ID.alg),
  m: Type.Literal(ARGON2ID.m),
  t: Type.Literal(ARGON2ID.t),
  p: Type.Literal(ARGON2ID.p),
  salt: Type.String(),
});
export type Kdf = Static<typeof Kdf>;

export const kdfOf = (salt: string): Kdf => ({ ...ARGON2ID, salt });

export const newSalt = (): string => randomBytes(kdf_salt_bytes).toString('base64url');
