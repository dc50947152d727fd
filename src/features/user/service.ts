// One's own account: the profile, the password, the status.
import type { User } from '../../db/users';
import { avatarUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { invalid, Refusal } from '../../protocol/errors';
import type { Status } from '../../protocol/objects';
import { profileUpdated } from '../../realtime/outgoing';
import { newCredential } from '../../values/credentials';
import { readFields } from '../../values/fields';
import { nameKey, toEmail, toUsername } from '../../values/names';
import type { World } from '../../world';
import { endOtherSessions } from '../shared/end-sessions';
import { fanOut } from '../shared/fan-out';
import { asking, mine, mustKnowPassword, mustStillKnow } from '../shared/password-proof';
import { examineVaultWrite, storeVault, takeVaultWrite } from '../shared/vault';
import type { PasswordChange, ProfileChange } from './model';

type Deps = Pick<
  World,
  | 'ledger'
  | 'users'
  | 'sessions'
  | 'friends'
  | 'passwords'
  | 'tokens'
  | 'presence'
  | 'hub'
  | 'files'
  | 'fileDeletion'
  | 'keys'
  | 'walScrub'
  | 'rateLimiter'
>;

const toPerson = ({ id, username, email, avatar }: User) => ({ id, username, email, avatar });

export const profile = (world: Pick<World, 'users' | 'presence'>, me: Me) => {
  const user = mine(world, me);
  return {
    ...toPerson(user),
    status: world.presence.statusOf(me.id),
    created_at: toRfc3339(user.created_at),
    last_login: toRfc3339(user.last_login),
  };
};

/** "" , http(s), or a path of this server; `//host` and `/\host` would leave it. */
const mustBeAvatar = (avatar: string) => {
  if (avatar === '' || /^\/(?![/\\])\S*$/.test(avatar)) return;
  if (/^https?:\/\/\S+$/i.test(avatar) && URL.canParse(avatar)) return;
  throw invalid('avatar', 'must be empty, an http(s) URL or a path of this server');
};

/** @throws invalidField, usernameTaken, emailTaken, tooManyRequests */
export const changeProfile = (world: Deps, me: Me, change: ProfileChange) => {
  if (Object.values(change).every((member) => member === undefined)) {
    throw invalid('body', 'needs username, email or avatar');
  }
  const known = mine(world, me);
  // A name or an address from before the rules of today stays, also if it is said again.
  const changed = (name: 'username' | 'email', read: (text: string) => string) => {
    const text = change[name];
    return text === undefined || text === known[name] ? undefined : read(text);
  };
  const { username, email } = readFields({
    username: () => changed('username', toUsername),
    email: () => changed('email', toEmail),
    avatar: () => (change.avatar === undefined ? undefined : mustBeAvatar(change.avatar)),
  });
  // Each could ask whether a name or an address is taken.
  world.rateLimiter.take('profile', String(me.id));
  return world.ledger.write(({ now, publish, after: afterwards }) => {
    const before = mine(world, me);
    const after: User = {
      ...before,
      username: username ?? before.username,
      email: email ?? before.email,
      avatar: change.avatar ?? before.avatar,
    };
    after.username_key = nameKey(after.username);
    after.email_key = nameKey(after.email);
    const isTaken = (other: User | undefined) => other !== undefined && other.id !== me.id;
    const isAlike =
      after.username !== before.username && world.users.hasLookalike(after.username, me.id);
    if (isAlike || isTaken(world.users.byName(after.username_key)))
      throw new Refusal('usernameTaken');
    if (isTaken(world.users.byEmail(after.email_key))) throw new Refusal('emailTaken');
    world.users.identify(after);
    for (const id of world.files.avatarsOf(me.id)) {
      if (after.avatar !== avatarUrl(id)) world.files.markDeleted(id, now);
    }
    afterwards(() => void world.fileDeletion.run());
    if (after.username !== before.username || after.avatar !== before.avatar) {
      fanOut(world, me.id, publish, (to) => profileUpdated(to, after));
    }
    return toPerson(after);
  });
};

/**
 * Ends all other sessions. A vault given with it changes in the same transaction.
 * @throws invalidField, undecryptable, wrongPassword, staleKey, tooManyRequests
 */
export const changePassword = async (world: Deps, me: Me, change: PasswordChange) => {
  const { new_password, kdf, private_key_encrypted } = change;
  if (change.confirm_password !== new_password) {
    throw invalid('confirm_password', 'must equal new_password');
  }
  const derive = newCredential(asking(world, me), new_password, kdf, 'new_password');
  const vault =
    private_key_encrypted === undefined
      ? undefined
      : examineVaultWrite({ ...change, private_key_encrypted });
  const { current_password, current_derived = false } = change;
  const given = await mustKnowPassword(
    world,
    me,
    current_password,
    current_derived,
    'current_password',
  );
  world.rateLimiter.take('password_change', String(me.id));
  if (vault !== undefined) takeVaultWrite(world, me, true);
  const secret = await derive();
  await world.ledger.write((job) => {
    mustStillKnow(world, me, given);
    // The password that was given is the proof.
    if (vault !== undefined) storeVault(world, me, job, vault, true);
    world.users.setPassword(me.id, secret.kdf_salt, secret.auth_hash);
    endOtherSessions(world, me.id, me.session_id, job);
  });
};

export const changeStatus = async (world: Deps, me: Me, status: Status) => {
  await world.ledger.write(({ after }) => {
    world.users.choose(me.id, status);
    after(() => world.presence.chose(me.id, status));
  });
  return { status };
};
