// Registering, signing in and out. Slow work (argon2id) comes before a ledger job.
import { createHmac } from 'node:crypto';
import { invalid, Refusal } from '../../errors';
import type { Me } from '../../http/tokens';
import { session_idle_ms, user_agent_chars_max } from '../../limits';
import { newCredential, proofOf } from '../../platform/credentials';
import { nameKey, toEmail, toUsername } from '../../platform/names';
import { kdfOf, sameHash } from '../../platform/password';
import type { World } from '../../world';
import type { Attempts } from './attempts';
import type { Credentials, Registration } from './model';

type Doors = Pick<
  World,
  | 'config'
  | 'ledger'
  | 'users'
  | 'sessions'
  | 'passwords'
  | 'tokens'
  | 'presence'
  | 'secret'
  | 'hub'
  | 'pace'
>;

/** Who is asking, as far as the network tells. */
export interface From {
  user_agent: string;
  address: string;
}

const issue = async ({ tokens }: Pick<World, 'tokens'>, me: Me) => ({
  access_token: await tokens.sign(me),
  token_type: 'bearer' as const,
  expires_in: tokens.ttl_s,
});

const startSession = (
  { sessions }: Pick<World, 'sessions'>,
  user_id: number,
  now: number,
  user_agent: string,
): Me => ({
  id: user_id,
  session_id: sessions.start({
    user_id,
    now,
    expires_at: now + session_idle_ms,
    user_agent: user_agent.slice(0, user_agent_chars_max),
  }),
});

/** @throws registrationClosed, invalidField, usernameTaken, emailTaken */
export const register = async (
  world: Doors,
  draft: Registration,
  { user_agent, address }: From,
) => {
  if (world.config.registration !== 'open') throw new Refusal('registrationClosed');
  const { users, ledger, passwords } = world;
  const username = toUsername(draft.username);
  const email = toEmail(draft.email);
  if (draft.confirm_password !== draft.password) {
    throw invalid('confirm_password', 'must equal password');
  }
  const username_key = nameKey(username);
  const email_key = nameKey(email);
  const mustBeFree = () => {
    if (users.byName(username_key)) throw new Refusal('usernameTaken');
    if (users.byEmail(email_key)) throw new Refusal('emailTaken');
  };
  mustBeFree();
  world.pace.take('registration', address);
  const secret = await newCredential(passwords, draft.password, draft.kdf, 'password');
  const me = await ledger.write(({ now }) => {
    mustBeFree();
    const id = users.add({ username, username_key, email, email_key, ...secret, now });
    return startSession(world, id, now, user_agent);
  });
  return { user_id: me.id, username, email, ...(await issue(world, me)) };
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
  // Another spelling of the name, or the e-mail, is the same account.
  const account = find()?.username_key ?? key;
  attempts.check(account, address);
  const salt = find()?.kdf_salt ?? madeUpSalt(world.secret, key);
  const { password, derived = false } = draft;
  const hash = await proofOf(passwords, password, derived, salt, 'password');
  const isRight = () => {
    const known = find();
    return known !== undefined && sameHash(known.auth_hash, hash) ? known : undefined;
  };
  if (isRight() === undefined) {
    attempts.failed(account, address);
    throw new Refusal('wrongPassword');
  }
  const { me, user } = await ledger.write(({ now, after }) => {
    const known = isRight();
    if (known === undefined) throw new Refusal('wrongPassword');
    if (known.disabled_at !== null) throw new Refusal('notYours');
    users.signedIn(known.id, now);
    after(() => presence.signedIn(known.id));
    return { me: startSession(world, known.id, now, user_agent), user: known };
  });
  attempts.succeeded(account, address);
  const { id, username, email, avatar } = user;
  return { ...(await issue(world, me)), user: { id, username, email, avatar } };
};

/** A new token in the same session; the old one lives until it expires. */
export const refresh = async (world: Doors, me: Me) => {
  await world.ledger.write(({ now }) => {
    if (world.sessions.byId(me.session_id) === undefined) throw new Refusal('tokenInvalid');
    world.sessions.extend(me.session_id, now, now + session_idle_ms);
  });
  return issue(world, me);
};

export const logout = (world: Doors, me: Me): Promise<void> =>
  world.ledger.write(({ after }) => {
    world.sessions.end(me.session_id);
    after(() => {
      world.tokens.end([me.session_id]);
      world.hub.hangUp(me.id, [me.session_id]);
    });
  });
