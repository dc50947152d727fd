// How a client derives its password.
import { createHmac } from 'node:crypto';
import { nameKey, trimName } from '../../protocol/names';
import { kdfOf } from '../../values/kdf';
import type { World } from '../../world';

/** All spellings of one name have the same key. */
export const loginKey = (typed: string) => nameKey(trimName(typed));

/** For an unknown name: stable, so that neither the answer nor its time reveals that. */
export const madeUpSalt = (secret: Uint8Array, typed: string) =>
  createHmac('sha256', secret)
    .update(`kdf:${loginKey(typed)}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url');

/** How a client derives this account's password; for a name that nobody has, made up. */
export const kdfFor = ({ users, secret }: Pick<World, 'users' | 'secret'>, name: string) =>
  kdfOf(users.byLogin(name)?.kdf_salt ?? madeUpSalt(secret, name));
