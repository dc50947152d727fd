// Blocking: it ends the friendship like any other end, and hides the blocked person's requests.

import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import { friendRequestClosed } from '../../realtime/outgoing';
import type { World } from '../../world';
import type { EndCallDeps } from '../shared/end-call';
import { endFriendship } from '../shared/friendship';

type Deps = EndCallDeps & Pick<World, 'ledger' | 'friendLinks' | 'blocks' | 'rateLimiter'>;

export const listBlocks = ({ blocks }: Pick<World, 'blocks'>, me: Me) =>
  blocks.list(me.id).map((row) => ({ ...row, created_at: toRfc3339(row.created_at) }));

/** Idempotent. @throws yourself, noSuchUser, tooManyRequests */
export const block = (world: Deps, me: Me, user_id: number) => {
  const { ledger, users, friends, blocks } = world;
  world.rateLimiter.take('friend_request', String(me.id));
  return ledger.write((job) => {
    const { now, publish } = job;
    if (user_id === me.id) throw new Refusal('yourself');
    if (users.byId(user_id) === undefined) throw new Refusal('noSuchUser');
    blocks.add(me.id, user_id, now);
    if (friends.areFriends(me.id, user_id)) endFriendship(world, job, me.id, user_id);
    const mine = friends.requestBetween(me.id, user_id);
    if (mine !== undefined) {
      friends.closeRequest(mine.id, 'cancelled', now);
      for (const to of [me.id, user_id]) publish(friendRequestClosed(to, mine.id, 'cancelled'));
    }
    // It stays pending for its sender, who must not notice.
    const theirs = friends.requestBetween(user_id, me.id);
    if (theirs !== undefined && theirs.is_hidden === 0) {
      friends.hideRequest(theirs.id);
      publish(friendRequestClosed(me.id, theirs.id, 'rejected'));
    }
  });
};

/** Requests that were hidden in the meantime stay hidden. @throws noSuchUser */
export const unblock = ({ ledger, users, blocks }: Deps, me: Me, user_id: number) =>
  ledger.write(() => {
    if (users.byId(user_id) === undefined) throw new Refusal('noSuchUser');
    blocks.remove(me.id, user_id);
  });
