// How passwords are derived: the one set of parameters that there is (the `kdf` of the e2e page).
import { randomBytes } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';

const salt_bytes = 16;

/** What a client needs to derive like the server; `m` in KiB, `salt` 16 bytes in base64url. */
export const Kdf = Type.Object({
  alg: Type.Literal('argon2id'),
  m: Type.Literal(65_536),
  t: Type.Literal(3),
  p: Type.Literal(1),
  salt: Type.String(),
});
export type Kdf = Static<typeof Kdf>;

export const kdfOf = (salt: string): Kdf => ({ alg: 'argon2id', m: 65_536, t: 3, p: 1, salt });

export const newSalt = (): string => randomBytes(salt_bytes).toString('base64url');
