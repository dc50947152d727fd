// Friend requests: sent, answered, taken back.
import type { JobContext } from '../../db/ledger/job';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import { friendRequest, friendRequestClosed } from '../../realtime/outgoing';
import type { World } from '../../world';
import { makeFriends } from '../shared/friendship';
import type { Asking, Handling } from './model';

type Deps = Pick<
  World,
  | 'ledger'
  | 'users'
  | 'friends'
  | 'friendLinks'
  | 'blocks'
  | 'presence'
  | 'privacy'
  | 'rateLimiter'
  | 'clock'
>;

export const listRequests = ({ friends }: Deps, me: Me, direction: 'received' | 'sent') =>
  friends
    .requestsOf(me.id, direction)
    .map((row) => ({ ...row, created_at: toRfc3339(row.created_at) }));

interface Pending {
  id: number;
  from_user_id: number;
  to_user_id: number;
}

const accept = (world: Deps, job: JobContext, request: Pending) => {
  const { id, from_user_id, to_user_id } = request;
  world.friends.closeRequest(id, 'accepted', job.now);
  for (const to of [from_user_id, to_user_id]) job.publish(friendRequestClosed(to, id, 'accepted'));
  makeFriends(world, job, from_user_id, to_user_id);
};

/**
 * Sends a friend request; two people who ask each other become friends at once.
 * @throws yourself, noSuchUser, alreadyRequested, tooManyRequests, tokenInvalid
 */
export const ask = (world: Deps, me: Me, { user_id, message = '' }: Asking) => {
  const { users, friends, blocks } = world;
  world.rateLimiter.take('friend_request', String(me.id));
  return world.ledger.write((job) => {
    if (user_id === me.id) throw new Refusal('yourself');
    const from = users.byId(me.id);
    if (from === undefined) throw new Refusal('tokenInvalid');
    if (users.byId(user_id) === undefined) throw new Refusal('noSuchUser');
    if (friends.areFriends(me.id, user_id) || friends.requestBetween(me.id, user_id)) {
      throw new Refusal('alreadyRequested');
    }
    // Sending somebody a friend request unblocks them.
    blocks.remove(me.id, user_id);
    const theirs = friends.requestBetween(user_id, me.id);
    if (theirs !== undefined) {
      accept(world, job, theirs);
      return { request_id: theirs.id };
    }
    const is_hidden = blocks.has(user_id, me.id);
    const id = friends.addRequest({ from: me.id, to: user_id, message, now: job.now, is_hidden });
    if (!is_hidden) job.publish(friendRequest({ id, to_user_id: user_id, message }, from));
    return { request_id: id };
  });
};

/**
 * Only the addressee answers a request; its sender doesn't learn about a rejection.
 * @throws noSuchRequest
 */
export const handleRequest = (world: Deps, me: Me, request_id: number, { action }: Handling) =>
  world.ledger.write((job) => {
    const request = world.friends.pendingRequest(request_id);
    if (request?.to_user_id !== me.id || request.is_hidden) throw new Refusal('noSuchRequest');
    if (action === 'accept') return accept(world, job, request);
    world.friends.closeRequest(request_id, 'rejected', job.now);
    job.publish(friendRequestClosed(me.id, request_id, 'rejected'));
  });

/** Only its sender, while nobody has answered it. @throws noSuchRequest */
export const takeBackRequest = (world: Deps, me: Me, request_id: number) =>
  world.ledger.write(({ now, publish }) => {
    const request = world.friends.pendingRequest(request_id);
    if (request?.from_user_id !== me.id) throw new Refusal('noSuchRequest');
    world.friends.closeRequest(request_id, 'cancelled', now);
    publish(friendRequestClosed(me.id, request_id, 'cancelled'));
    if (request.is_hidden) return;
    publish(friendRequestClosed(request.to_user_id, request_id, 'cancelled'));
  });
