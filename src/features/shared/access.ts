// Access to other people: the friend, or the refusal that says why not.
import type { Contact } from '../../db/friends';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

type Deps = Pick<World, 'users' | 'friends'>;

interface Person {
  id: number;
}

/** My side with a friend or former friend. @throws yourself, noSuchUser, notFriends */
export const contactOrRefusal = (
  { users, friends }: Deps,
  me: Person,
  user_id: number,
): Contact => {
  if (user_id === me.id) throw new Refusal('yourself');
  const contact = friends.contact(me.id, user_id);
  if (contact !== undefined) return contact;
  throw new Refusal(users.byId(user_id) ? 'notFriends' : 'noSuchUser');
};

/** My side with a friend. @throws yourself, noSuchUser, notFriends */
export const friendOrRefusal = (world: Deps, me: Person, user_id: number): Contact => {
  const contact = contactOrRefusal(world, me, user_id);
  if (contact.friends_since === null) throw new Refusal('notFriends');
  return contact;
};

/** If both are known to exist. @throws notFriends */
export const mustBeFriends = (
  { friends }: Pick<World, 'friends'>,
  me: Person,
  user_id: number,
): void => {
  if (!friends.areFriends(me.id, user_id)) throw new Refusal('notFriends');
};
