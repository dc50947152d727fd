// Two people become friends: by a request that was accepted, or by an invitation.
import type { JobContext } from '../../db/ledger/job';
import { Refusal } from '../../protocol/errors';
import { friendAccepted } from '../../realtime/outgoing';
import { toFriend } from '../../realtime/serialize';
import type { World } from '../../world';

/** Inside a ledger job. @throws noSuchUser */
export const makeFriends = (
  { users, friends, presence }: Pick<World, 'users' | 'friends' | 'presence'>,
  { now, publish }: JobContext,
  a: number,
  b: number,
): void => {
  friends.befriend(a, b, now);
  for (const [to, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const friend = users.byId(other);
    if (friend === undefined) throw new Refusal('noSuchUser');
    publish(friendAccepted(to, toFriend(friend, presence.statusOf(other))));
  }
};
