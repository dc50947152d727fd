// One's own account: the profile, the password, the status.
import type { User } from '../../db/users';
import { avatarUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { invalid, Refusal } from '../../protocol/errors';
import { opaque_vault_bytes_max } from '../../protocol/limits';
import type { Status } from '../../protocol/objects';
import { profileUpdated } from '../../realtime/outgoing';
import { newCredential, proofOf } from '../../values/credentials';
import { readFields } from '../../values/fields';
import { examineVault } from '../../values/jwe';
import { nameKey, toEmail, toUsername } from '../../values/names';
import { sameHash } from '../../values/password';
import { mustFit } from '../../values/text';
import type { World } from '../../world';
import { endOtherSessions } from '../shared/end-sessions';
import type { PasswordChange, ProfileChange } from './model';

type Doors = Pick<
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
  | 'shredder'
  | 'keys'
  | 'pace'
>;

/** A token outlives nothing: a session without its user is none. */
const mine = ({ users }: Pick<World, 'users'>, me: Me): User => {
  const user = users.byId(me.id);
  if (user === undefined) throw new Refusal('tokenInvalid');
  return user;
};

const asking = ({ passwords }: Pick<World, 'passwords'>, me: Me) => ({
  passwords,
  who: `user ${me.id}`,
});

/** Gives what it was compared by. @throws wrongPassword, tooManyRequests, invalidField */
export const mustKnowPassword = async (
  world: Pick<World, 'users' | 'passwords' | 'pace'>,
  me: Me,
  password: string,
  isDerived: boolean,
  path: string,
): Promise<Buffer> => {
  // For the session: who stole a token keeps no other device from changing the password.
  const session = String(me.session_id);
  world.pace.check('password', session);
  const { kdf_salt, auth_hash } = mine(world, me);
  const given = await proofOf(asking(world, me), password, isDerived, kdf_salt, path);
  world.pace.check('password', session);
  if (sameHash(auth_hash, given)) return given;
  world.pace.count('password', session);
  throw new Refusal('wrongPassword');
};

/** Inside a ledger job: a change may have won while this one was hashing. @throws wrongPassword */
export const mustStillKnow = (world: Pick<World, 'users'>, me: Me, given: Buffer): void => {
  if (!sameHash(mine(world, me).auth_hash, given)) throw new Refusal('wrongPassword');
};

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
export const changeProfile = (world: Doors, me: Me, change: ProfileChange) => {
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
  world.pace.take('profile', String(me.id));
  return world.ledger.write(({ now, tell, after: afterwards }) => {
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
      after.username !== before.username && world.users.looksTaken(after.username, me.id);
    if (isAlike || isTaken(world.users.byName(after.username_key)))
      throw new Refusal('usernameTaken');
    if (isTaken(world.users.byEmail(after.email_key))) throw new Refusal('emailTaken');
    world.users.identify(after);
    for (const id of world.files.avatarsOf(me.id)) {
      if (after.avatar !== avatarUrl(id)) world.files.doom(id, now);
    }
    afterwards(() => void world.shredder.run());
    if (after.username !== before.username || after.avatar !== before.avatar) {
      for (const to of [me.id, ...world.friends.ids(me.id)]) tell(profileUpdated(to, after));
    }
    return toPerson(after);
  });
};

/**
 * Ends all other sessions. A vault given with it changes in the same transaction.
 * @throws invalidField, undecryptable, wrongPassword, staleKey, tooManyRequests
 */
export const changePassword = async (world: Doors, me: Me, change: PasswordChange) => {
  const { keys } = world;
  const { new_password, kdf, private_key_encrypted, expected_version } = change;
  if (change.confirm_password !== new_password) {
    throw invalid('confirm_password', 'must equal new_password');
  }
  const derive = newCredential(asking(world, me), new_password, kdf, 'new_password');
  if (private_key_encrypted !== undefined) {
    mustFit('private_key_encrypted', private_key_encrypted, opaque_vault_bytes_max);
    examineVault(private_key_encrypted);
  }
  const { current_password, current_derived = false } = change;
  const given = await mustKnowPassword(
    world,
    me,
    current_password,
    current_derived,
    'current_password',
  );
  world.pace.take('password_change', String(me.id));
  const secret = await derive();
  await world.ledger.write((job) => {
    mustStillKnow(world, me, given);
    if (private_key_encrypted !== undefined) {
      const vault_version = keys.nextVaultVersion(me.id, expected_version);
      keys.addVault({ user_id: me.id, vault_version, private_key_encrypted, now: job.now });
    }
    world.users.setPassword(me.id, secret.kdf_salt, secret.auth_hash);
    endOtherSessions(world, me.id, me.session_id, job);
  });
};

export const changeStatus = async (world: Doors, me: Me, status: Status) => {
  await world.ledger.write(({ after }) => {
    world.users.choose(me.id, status);
    after(() => world.presence.chose(me.id, status));
  });
  return { status };
};
