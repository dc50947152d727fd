// Whoever is signed in shows that they know their password, too.
import type { User } from '../../db/users';
import type { Me } from '../../http/tokens';
import { sameBytes } from '../../platform/constant-time';
import { Refusal } from '../../protocol/errors';
import { proofOf } from '../../values/credentials';
import type { World } from '../../world';

/** The signed-in user. @throws tokenInvalid if the account is gone: a session without its user is none */
export const ownUser = ({ users }: Pick<World, 'users'>, me: Me): User => {
  const user = users.byId(me.id);
  if (user === undefined) throw new Refusal('tokenInvalid');
  return user;
};

export const asking = ({ passwords }: Pick<World, 'passwords'>, me: Me) => ({
  passwords,
  who: `user ${me.id}`,
});

/** Gives what it was compared by. @throws wrongPassword, tooManyRequests, invalidField */
export const mustKnowPassword = async (
  world: Pick<World, 'users' | 'passwords' | 'rateLimiter'>,
  me: Me,
  password: string,
  isDerived: boolean,
  path: string,
): Promise<Buffer> => {
  // For the session: who stole a token keeps no other device from changing the password.
  const session = String(me.session_id);
  world.rateLimiter.check('password', session);
  const { kdf_salt, auth_hash } = ownUser(world, me);
  const given = await proofOf(asking(world, me), password, isDerived, kdf_salt, path);
  world.rateLimiter.check('password', session);
  if (sameBytes(auth_hash, given)) return given;
  world.rateLimiter.count('password', session);
  throw new Refusal('wrongPassword');
};

/** Inside a ledger job: a change may have won while this one was hashing. @throws wrongPassword */
export const mustStillKnow = (world: Pick<World, 'users'>, me: Me, given: Buffer): void => {
  if (!sameBytes(ownUser(world, me).auth_hash, given)) throw new Refusal('wrongPassword');
};
