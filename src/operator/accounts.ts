// Accounts from the operator's side: no command reads what people wrote.
import { randomBytes } from 'node:crypto';
import { endOtherSessions } from '../features/shared/end-sessions';
import { deleteAccount } from '../features/user/delete';
import { toRfc3339 } from '../platform/clock';
import { nameKey } from '../protocol/names';
import { newCredential } from '../values/credentials';
import { toEmail, toUsername } from '../values/names';
import type { World } from '../world';

/** Why a command is refused, in one line for the operator. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** About 98 bits, in groups that can be read out. */
const newPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => ALPHABET[byte % ALPHABET.length]).join(''),
  ).join('-');

const find = ({ users }: World, name: string) => {
  const user = users.byLogin(name);
  if (user === undefined) throw new OperatorError(`there is no user ${name}`);
  return user;
};

/** Counts and sizes, never any content. */
export const listUsers = (world: World) => {
  const shares = world.usage.byUser();
  return world.users.all().map((user) => ({
    id: user.id,
    username: user.username,
    display_name: user.display_name,
    email: user.email,
    created_at: toRfc3339(user.created_at),
    last_login: toRfc3339(user.last_login),
    state: user.disabled_at === null ? 'enabled' : 'disabled',
    messages: shares.get(user.id)?.messages ?? 0,
    files: shares.get(user.id)?.uploads ?? 0,
    bytes: shares.get(user.id)?.upload_bytes ?? 0,
    quota_bytes: world.config.user_quota_bytes,
  }));
};

const deriveNew = ({ passwords }: World, password: string) =>
  newCredential({ passwords, who: 'operator' }, password, undefined, 'password')();

/** The address may be "": none. */
export const createUser = async (world: World, name: string, address: string) => {
  const username = toUsername(name);
  const email = toEmail(address);
  const [username_key, email_key] = [nameKey(username), nameKey(email)];
  const password = newPassword();
  const secret = await deriveNew(world, password);
  await world.ledger.write(({ now }) => {
    if (world.users.byName(username_key) || world.users.hasLookalike(username)) {
      throw new OperatorError(`the user name ${username} is taken, or looks like one that is`);
    }
    if (world.users.byEmail(email_key)) throw new OperatorError('the e-mail address is taken');
    world.users.add({ username, display_name: '', email, ...secret, now });
  });
  return { username, password };
};

/** The vault stays locked: the person opens it with the recovery code or an old password. */
export const resetPassword = async (world: World, name: string) => {
  const { id, username } = find(world, name);
  const password = newPassword();
  const secret = await deriveNew(world, password);
  await world.ledger.write((job) => {
    world.users.setPassword(id, secret.kdf_salt, secret.auth_hash);
    endOtherSessions(world, id, 0, job);
  });
  return { username, password };
};

export const disableUser = async (world: World, name: string) => {
  const { id, username } = find(world, name);
  await world.ledger.write((job) => {
    world.users.disable(id, job.now);
    endOtherSessions(world, id, 0, job);
  });
  return { username, state: 'disabled' };
};

export const enableUser = async (world: World, name: string) => {
  const { id, username } = find(world, name);
  await world.ledger.write(() => world.users.disable(id, null));
  return { username, state: 'enabled' };
};

export const deleteUser = async (world: World, name: string) => {
  const { id, username } = find(world, name);
  await deleteAccount(world, id);
  return { username, state: 'deleted' };
};
