// Registering and signing in. Slow work (argon2id) comes before a ledger job.
import { createHmac } from 'node:crypto';
import { invalid, Refusal } from '../../errors';
import { newCredential, proofOf } from '../../platform/credentials';
import { nameKey, toEmail, toUsername } from '../../platform/names';
import { kdfOf, sameHash } from '../../platform/password';
import type { World } from '../../world';
import { makeFriends } from '../friendship';
import { type Attempts, settleIn } from './attempts';
import type { Admission, Credentials, Registration } from './model';
import { issue, newSecret, startSession } from './renewal';

type Doors = Pick<
  World,
  | 'config'
  | 'ledger'
  | 'users'
  | 'sessions'
  | 'refreshes'
  | 'invites'
  | 'homes'
  | 'friends'
  | 'clock'
  | 'passwords'
  | 'tokens'
  | 'presence'
  | 'secret'
  | 'pace'
>;

/** Who is asking, as far as the network tells. */
export interface From {
  user_agent: string;
  address: string;
}

/** Who may register, and what became of an invitation: to be said before a form is filled in. */
export const admission = (
  { config, invites, users, clock }: Pick<Doors, 'config' | 'invites' | 'users' | 'clock'>,
  code: string | undefined,
): Admission => {
  const { registration } = config;
  if (code === undefined) return { registration };
  const known = invites.usable(code, clock.now());
  const inviter = known?.user_id ? users.byId(known.user_id) : undefined;
  const isDisabled = (inviter?.disabled_at ?? null) !== null;
  if (known === undefined || isDisabled) return { registration, invite: { good: false } };
  if (inviter === undefined) return { registration, invite: { good: true } };
  const { id, username, avatar } = inviter;
  return { registration, invite: { good: true, inviter: { id, username, avatar } } };
};

/** An invitation that is given must be good, also where none is needed. @throws registrationClosed */
const mustBeAdmitted = (world: Doors, code: string | undefined) => {
  const { registration, invite } = admission(world, code);
  const isIn = invite ? invite.good : registration === 'open';
  if (registration === 'closed' || !isIn) throw new Refusal('registrationClosed');
};

/** @throws invalidField, registrationClosed, usernameTaken, emailTaken, tooManyRequests */
export const register = async (
  world: Doors,
  draft: Registration,
  { user_agent, address }: From,
) => {
  const { users, ledger, passwords } = world;
  const username = toUsername(draft.username);
  const email = toEmail(draft.email);
  if (draft.confirm_password !== draft.password) {
    throw invalid('confirm_password', 'must equal password');
  }
  const derive = newCredential(passwords, draft.password, draft.kdf, 'password');
  // Also those in vain: each could ask whether a name or an address is taken.
  world.pace.take('registration_try', address);
  mustBeAdmitted(world, draft.invite);
  const username_key = nameKey(username);
  const email_key = nameKey(email);
  const mustBeFree = () => {
    if (users.byName(username_key) || users.looksTaken(username))
      throw new Refusal('usernameTaken');
    if (users.byEmail(email_key)) throw new Refusal('emailTaken');
  };
  mustBeFree();
  world.pace.take('registration', address);
  const secret = await derive();
  const refresh = newSecret();
  const me = await ledger.write((turn) => {
    const { now } = turn;
    const invite = draft.invite && world.invites.use(draft.invite, now);
    if (draft.invite && !invite) throw new Refusal('registrationClosed');
    mustBeFree();
    const id = users.add({ username, username_key, email, email_key, ...secret, now });
    settleIn(world, id, address, now);
    if (invite && invite.user_id !== null) makeFriends(world, turn, invite.user_id, id);
    return startSession(world, id, now, user_agent, refresh);
  });
  return { user_id: me.id, username, email, ...(await issue(world, me, refresh)) };
};

/** For a name that nobody has: stable, so that the answer and its time tell nothing. */
const madeUpSalt = (secret: Uint8Array, key: string) =>
  createHmac('sha256', secret).update(`kdf:${key}`).digest().subarray(0, 16).toString('base64url');

/** How a client derives this account's password; for a name that nobody has, made up. */
export const kdfFor = ({ users, secret }: Pick<World, 'users' | 'secret'>, name: string) => {
  const key = nameKey(name);
  const known = users.byName(key) ?? users.byEmail(key);
  return kdfOf(known?.kdf_salt ?? madeUpSalt(secret, key));
};

/** @throws wrongPassword, tooManyRequests, notYours where the account is disabled */
export const login = async (
  world: Doors,
  attempts: Attempts,
  draft: Credentials,
  { user_agent, address }: From,
) => {
  const { users, ledger, passwords, presence } = world;
  const key = nameKey(draft.username);
  const find = () => users.byName(key) ?? users.byEmail(key);
  const account = find();
  // Another spelling of the name, or the e-mail, is the same account.
  const attempt = { user_id: account?.id, name_key: key, address };
  attempts.check(attempt);
  const salt = account?.kdf_salt ?? madeUpSalt(world.secret, key);
  const { password, derived = false } = draft;
  const hash = await proofOf(passwords, password, derived, salt, 'password');
  // Those that came together with too many others are told nothing either.
  attempts.check(attempt);
  const isRight = () => {
    const known = find();
    return known !== undefined && sameHash(known.auth_hash, hash) ? known : undefined;
  };
  if (isRight() === undefined) {
    attempts.failed(attempt);
    throw new Refusal('wrongPassword');
  }
  if (account !== undefined) world.pace.take('sign_in', String(account.id));
  const refresh = newSecret();
  const { me, user } = await ledger.write(({ now, after }) => {
    const known = isRight();
    if (known === undefined) throw new Refusal('wrongPassword');
    if (known.disabled_at !== null) throw new Refusal('notYours');
    users.signedIn(known.id, now);
    settleIn(world, known.id, address, now);
    after(() => presence.signedIn(known.id));
    return { me: startSession(world, known.id, now, user_agent, refresh), user: known };
  });
  attempts.succeeded(attempt);
  const { id, username, email, avatar } = user;
  return { ...(await issue(world, me, refresh)), user: { id, username, email, avatar } };
};
