// Friendship: asked for, answered, ended.
import type { Turn } from '../../db/ledger';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import { friendRemoved, friendRequest, friendRequestClosed } from '../../realtime/outgoing';
import { toFriend } from '../../realtime/serialize';
import { nameKey } from '../../values/names';
import type { World } from '../../world';
import { makeFriends } from '../shared/friendship';
import type { Asking, Handling } from './model';

type Doors = Pick<World, 'ledger' | 'users' | 'friends' | 'blocks' | 'presence' | 'pace'>;

export const listFriends = ({ friends, presence }: Doors, me: Me) =>
  friends.list(me.id).map((row) => toFriend(row, presence.statusOf(row.id)));

export const searchPeople = ({ users, pace }: Doors, me: Me, q: string) => {
  pace.take('search', String(me.id));
  return users.search(me.id, nameKey(q), nameKey(q));
};

export const listRequests = ({ friends }: Doors, me: Me, direction: 'received' | 'sent') =>
  friends
    .requestsOf(me.id, direction)
    .map((row) => ({ ...row, created_at: toRfc3339(row.created_at) }));

interface Pending {
  id: number;
  from_user_id: number;
  to_user_id: number;
}

const accept = (world: Doors, turn: Turn, request: Pending) => {
  const { id, from_user_id, to_user_id } = request;
  world.friends.closeRequest(id, 'accepted', turn.now);
  for (const to of [from_user_id, to_user_id]) turn.tell(friendRequestClosed(to, id, 'accepted'));
  makeFriends(world, turn, from_user_id, to_user_id);
};

/** Asks for friendship; two who ask each other are friends at once. */
export const ask = (world: Doors, me: Me, { user_id, message = '' }: Asking) => {
  const { users, friends, blocks } = world;
  world.pace.take('friend_request', String(me.id));
  return world.ledger.write((turn) => {
    if (user_id === me.id) throw new Refusal('yourself');
    const from = users.byId(me.id);
    if (from === undefined) throw new Refusal('tokenInvalid');
    if (users.byId(user_id) === undefined) throw new Refusal('noSuchUser');
    if (friends.areFriends(me.id, user_id) || friends.requestBetween(me.id, user_id)) {
      throw new Refusal('alreadyRequested');
    }
    // Whoever asks someone for friendship blocks him no more.
    blocks.remove(me.id, user_id);
    const theirs = friends.requestBetween(user_id, me.id);
    if (theirs !== undefined) {
      accept(world, turn, theirs);
      return { request_id: theirs.id };
    }
    const is_hidden = blocks.has(user_id, me.id);
    const id = friends.addRequest({ from: me.id, to: user_id, message, now: turn.now, is_hidden });
    if (!is_hidden) turn.tell(friendRequest({ id, to_user_id: user_id, message }, from));
    return { request_id: id };
  });
};

/** Only the addressee handles a request; a requester is not told of a rejection. */
export const handleRequest = (world: Doors, me: Me, request_id: number, { action }: Handling) =>
  world.ledger.write((turn) => {
    const request = world.friends.pendingRequest(request_id);
    if (request?.to_user_id !== me.id || request.is_hidden) throw new Refusal('noSuchRequest');
    if (action === 'accept') return accept(world, turn, request);
    world.friends.closeRequest(request_id, 'rejected', turn.now);
    turn.tell(friendRequestClosed(me.id, request_id, 'rejected'));
  });

export const takeBackRequest = (world: Doors, me: Me, request_id: number) =>
  world.ledger.write(({ now, tell }) => {
    const request = world.friends.pendingRequest(request_id);
    if (request?.from_user_id !== me.id) throw new Refusal('noSuchRequest');
    world.friends.closeRequest(request_id, 'cancelled', now);
    tell(friendRequestClosed(me.id, request_id, 'cancelled'));
    if (request.is_hidden) return;
    tell(friendRequestClosed(request.to_user_id, request_id, 'cancelled'));
  });

/** Ends it for both; their messages stay readable to both. */
export const unfriend = (world: Doors, me: Me, friend_id: number) =>
  world.ledger.write(({ tell }) => {
    if (!world.friends.areFriends(me.id, friend_id)) throw new Refusal('notFriends');
    world.friends.part(me.id, friend_id);
    tell(friendRemoved(me.id, friend_id));
    tell(friendRemoved(friend_id, me.id));
  });
