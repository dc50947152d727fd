// Signing in. Slow work (argon2id) comes before a ledger job.
import { sameBytes } from '../../platform/constant-time';
import { Refusal } from '../../protocol/errors';
import { toPerson } from '../../realtime/serialize';
import { proofOf } from '../../values/credentials';
import type { World } from '../../world';
import { restoredAt } from '../shared/restored-at';
import { type Attempts, rememberNetwork } from './attempts';
import { loginKey, madeUpSalt } from './kdf';
import type { Credentials } from './model';
import type { RequestSource } from './refresh-token';
import { issue, newSecret, startSession } from './refresh-token';

type Deps = Pick<
  World,
  | 'ledger'
  | 'users'
  | 'sessions'
  | 'refreshTokens'
  | 'knownNetworks'
  | 'passwords'
  | 'tokens'
  | 'presence'
  | 'secret'
  | 'rateLimiter'
  | 'restored_at'
>;

/** @throws wrongPassword, tooManyRequests, notYours if the account is disabled */
export const login = async (
  world: Deps,
  attempts: Attempts,
  draft: Credentials,
  { user_agent, address }: RequestSource,
) => {
  const { users, ledger, passwords, presence } = world;
  const find = () => users.byLogin(draft.username);
  const account = find();
  // Another spelling of the name, or the e-mail, is the same account.
  const attempt = { user_id: account?.id, name_key: loginKey(draft.username), address };
  attempts.check(attempt);
  const salt = account?.kdf_salt ?? madeUpSalt(world.secret, draft.username);
  const { password, derived = false } = draft;
  const hash = await proofOf({ passwords, who: address }, password, derived, salt, 'password');
  // Again, for those that came at the same time as too many others.
  attempts.check(attempt);
  const isRight = () => {
    const known = find();
    return known !== undefined && sameBytes(known.auth_hash, hash) ? known : undefined;
  };
  if (isRight() === undefined) {
    attempts.failed(attempt);
    throw new Refusal('wrongPassword');
  }
  if (account !== undefined) world.rateLimiter.take('sign_in', String(account.id));
  const refresh = newSecret();
  const { me, user } = await ledger.write(({ now, after }) => {
    const known = isRight();
    if (known === undefined) throw new Refusal('wrongPassword');
    if (known.disabled_at !== null) throw new Refusal('notYours');
    users.signedIn(known.id, now);
    rememberNetwork(world, known.id, address, now);
    after(() => presence.signedIn(known.id));
    return { me: startSession(world, known.id, now, user_agent, refresh), user: known };
  });
  attempts.succeeded(attempt);
  return {
    ...(await issue(world, me, refresh)),
    ...restoredAt(world),
    user: { ...toPerson(user), email: user.email },
  };
};
