// Registering. Slow work (argon2id) comes before a ledger job.
import { Refusal } from '../../protocol/errors';
import { nameKey } from '../../protocol/names';
import { mustBeSame, newCredential } from '../../values/credentials';
import { readFields } from '../../values/fields';
import { toDisplayName, toEmail, toUsername } from '../../values/names';
import type { World } from '../../world';
import { befriendInviter } from '../shared/friendship';
import { mustBeAdmitted } from './admission';
import { rememberNetwork } from './attempts';
import type { Registration } from './model';
import type { RequestSource } from './refresh-token';
import { issue, newSecret, startSession } from './refresh-token';

type Deps = Pick<
  World,
  | 'config'
  | 'ledger'
  | 'users'
  | 'sessions'
  | 'refreshTokens'
  | 'invites'
  | 'knownNetworks'
  | 'friends'
  | 'friendLinks'
  | 'clock'
  | 'passwords'
  | 'tokens'
  | 'presence'
  | 'privacy'
  | 'secret'
  | 'rateLimiter'
>;

/** @throws invalidField, registrationClosed, usernameTaken, emailTaken, tooManyRequests */
export const register = async (
  world: Deps,
  draft: Registration,
  { user_agent, address }: RequestSource,
) => {
  const { users, ledger, passwords } = world;
  const { password, confirm_password, kdf } = draft;
  const { username, display_name, email, derive } = readFields({
    username: () => toUsername(draft.username),
    display_name: () => toDisplayName(draft.display_name ?? ''),
    email: () => toEmail(draft.email ?? ''),
    derive: () => newCredential({ passwords, who: address }, password, kdf, 'password'),
    confirm_password: () => mustBeSame(confirm_password, password, 'password'),
  });
  // Failed attempts count too: each can probe whether a name or an address is taken.
  world.rateLimiter.take('registration_try', address);
  mustBeAdmitted(world, draft.invite);
  const username_key = nameKey(username);
  const email_key = nameKey(email);
  const mustBeFree = () => {
    if (users.byName(username_key) || users.hasLookalike(username))
      throw new Refusal('usernameTaken');
    if (users.byEmail(email_key)) throw new Refusal('emailTaken');
  };
  mustBeFree();
  world.rateLimiter.take('registration', address);
  const secret = await derive();
  const refresh = newSecret();
  const me = await ledger.write((job) => {
    const { now } = job;
    const invite = draft.invite && world.invites.use(draft.invite, now);
    if (draft.invite && !invite) throw new Refusal('registrationClosed');
    mustBeFree();
    const id = users.add({ username, display_name, email, ...secret, now });
    rememberNetwork(world, id, address, now);
    if (invite) world.invites.usedBy(invite.code, id, now);
    if (invite) befriendInviter(world, job, invite, id);
    return startSession(world, id, now, user_agent, refresh);
  });
  return { user_id: me.id, username, display_name, email, ...(await issue(world, me, refresh)) };
};
