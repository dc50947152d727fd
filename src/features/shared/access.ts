// Access to a conversation: the side of it, or the refusal that says why not. Notes are a conversation
// with oneself, which begins with the first thing in it.
import type { Contact } from '../../db/friends';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

type Deps = Pick<World, 'users' | 'friends'>;

interface Person {
  id: number;
}

/** My side with a friend or former friend, or of my notes. @throws noSuchUser, notFriends */
export const contactOrRefusal = (
  { users, friends }: Deps,
  me: Person,
  user_id: number,
): Contact => {
  const contact = friends.contact(me.id, user_id);
  if (contact !== undefined) return contact;
  if (user_id === me.id) return friends.noNotes(me.id);
  throw new Refusal(users.byId(user_id) ? 'notFriends' : 'noSuchUser');
};

/** My side with a friend. @throws yourself, noSuchUser, notFriends */
export const friendOrRefusal = (world: Deps, me: Person, user_id: number): Contact => {
  if (user_id === me.id) throw new Refusal('yourself');
  const contact = contactOrRefusal(world, me, user_id);
  if (contact.friends_since === null) throw new Refusal('notFriends');
  return contact;
};

/** Begins the notes if that is where it goes; inside a ledger job. @throws noSuchUser, notFriends */
export const sideToChange = (world: Deps, me: Person, user_id: number): Contact => {
  const contact = contactOrRefusal(world, me, user_id);
  return contact.conversation_id === 0 ? world.friends.beginNotes(me.id) : contact;
};

/**
 * My side with whom I may write to: a friend, or myself. Inside a ledger job.
 * @throws noSuchUser, notFriends
 */
export const sideToWrite = (world: Deps, me: Person, user_id: number): Contact =>
  user_id === me.id ? sideToChange(world, me, user_id) : friendOrRefusal(world, me, user_id);

/** A friend, or myself. @throws noSuchUser, notFriends */
export const mustBeReceiver = (world: Deps, me: Person, user_id: number): void => {
  if (user_id !== me.id) friendOrRefusal(world, me, user_id);
};

/** If both are known to exist. @throws notFriends */
export const mustBeFriends = (
  { friends }: Pick<World, 'friends'>,
  me: Person,
  user_id: number,
): void => {
  if (!friends.areFriends(me.id, user_id)) throw new Refusal('notFriends');
};

/** For a message that is there: to a friend, or to myself. @throws notFriends */
export const mustStillWrite = (
  world: Pick<World, 'friends'>,
  me: Person,
  user_id: number,
): void => {
  if (user_id !== me.id) mustBeFriends(world, me, user_id);
};
