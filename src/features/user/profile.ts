// One's own profile.
import type { User } from '../../db/users';
import { avatarUrl } from '../../http/paths';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { invalid, Refusal } from '../../protocol/errors';
import { nameKey } from '../../protocol/names';
import { profileUpdated } from '../../realtime/outgoing';
import { toPerson } from '../../realtime/serialize';
import { readFields } from '../../values/fields';
import { toDisplayName, toEmail, toUsername } from '../../values/names';
import type { World } from '../../world';
import { fanOut } from '../shared/fan-out';
import { ownUser } from '../shared/password-proof';
import type { ProfileChange } from './model';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'files' | 'fileDeletion' | 'rateLimiter'>;

const toSelf = (user: User) => ({ ...toPerson(user), email: user.email });

export const profile = (world: Pick<World, 'users' | 'presence' | 'privacy'>, me: Me) => {
  const user = ownUser(world, me);
  return {
    ...toSelf(user),
    status: world.presence.statusOf(me.id),
    created_at: toRfc3339(user.created_at),
    last_login: toRfc3339(user.last_login),
    privacy: world.privacy.of(me.id),
  };
};

/** What others see. */
const SHOWN = ['username', 'display_name', 'avatar'] as const;

/** "" , http(s), or a path of this server; `//host` and `/\host` would leave it. */
const mustBeAvatar = (avatar: string) => {
  if (avatar === '' || /^\/(?![/\\])\S*$/.test(avatar)) return;
  if (/^https?:\/\/\S+$/i.test(avatar) && URL.canParse(avatar)) return;
  throw invalid('avatar', 'must be empty, an http(s) URL or a path of this server');
};

/** @throws invalidField, usernameTaken, emailTaken, tooManyRequests */
export const changeProfile = (world: Deps, me: Me, change: ProfileChange) => {
  if (Object.values(change).every((member) => member === undefined)) {
    throw invalid('body', 'needs username, display_name, email or avatar');
  }
  const known = ownUser(world, me);
  // A name or an address from before today's rules stays valid, even when it is sent again.
  const changed = (name: 'username' | 'email', read: (text: string) => string) => {
    const text = change[name];
    return text === undefined || text === known[name] ? undefined : read(text);
  };
  const { username, display_name, email } = readFields({
    username: () => changed('username', toUsername),
    display_name: () =>
      change.display_name === undefined ? undefined : toDisplayName(change.display_name),
    email: () => changed('email', toEmail),
    avatar: () => (change.avatar === undefined ? undefined : mustBeAvatar(change.avatar)),
  });
  // Limited, because each change can probe whether a name or an address is taken.
  world.rateLimiter.take('profile', String(me.id));
  return world.ledger.write(({ now, publish, after: afterwards }) => {
    const before = ownUser(world, me);
    const after: User = {
      ...before,
      username: username ?? before.username,
      display_name: display_name ?? before.display_name,
      email: email ?? before.email,
      avatar: change.avatar ?? before.avatar,
    };
    const isTaken = (other: User | undefined) => other !== undefined && other.id !== me.id;
    const isAlike =
      after.username !== before.username && world.users.hasLookalike(after.username, me.id);
    if (isAlike || isTaken(world.users.byName(nameKey(after.username))))
      throw new Refusal('usernameTaken');
    if (isTaken(world.users.byEmail(nameKey(after.email)))) throw new Refusal('emailTaken');
    world.users.setProfile(after);
    for (const id of world.files.avatarsOf(me.id)) {
      if (after.avatar !== avatarUrl(id)) world.files.markDeleted(id, now);
    }
    afterwards(() => void world.fileDeletion.run());
    if (SHOWN.some((name) => after[name] !== before[name])) {
      fanOut(world, me.id, publish, (to) => profileUpdated(to, after));
    }
    return toSelf(after);
  });
};
