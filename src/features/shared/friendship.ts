// Two people become friends, by a request that was accepted or by an invitation, and stop being it.
import type { FriendLink } from '../../db/friend-links';
import type { Invite } from '../../db/invites';
import type { JobContext } from '../../db/ledger/job';
import { Refusal } from '../../protocol/errors';
import { link_proof_ms } from '../../protocol/limits';
import type { FriendLink as LinkView } from '../../protocol/objects';
import { friendAccepted, friendRemoved } from '../../realtime/outgoing';
import type { World } from '../../world';
import { asFriend, type FriendRow } from './as-friend';
import { type EndCallDeps, endCallsBetween } from './end-call';

type Deps = Pick<World, 'users' | 'friends' | 'friendLinks' | 'presence' | 'privacy' | 'clock'>;

/** What the other one of a link proved. */
const linkView = (link: FriendLink, other_id: number): LinkView => {
  const { code } = link;
  return link.guest_id === other_id
    ? { code, key_id: link.guest_key_id, proof: link.guest_proof }
    : { code, key_id: link.inviter_key_id, proof: link.inviter_proof };
};

/** A friend as `me` sees them now. */
export const friendOf = (
  world: Pick<World, 'friendLinks' | 'presence' | 'privacy' | 'clock'>,
  me: number,
  person: FriendRow,
) => {
  const link = world.friendLinks.between(me, person.id, world.clock.now());
  return {
    ...asFriend(world, person),
    link: link === undefined ? null : linkView(link, person.id),
  };
};

/** Inside a ledger job. @throws noSuchUser */
export const makeFriends = (
  world: Deps,
  { now, publish }: JobContext,
  a: number,
  b: number,
): void => {
  world.friends.befriend(a, b, now);
  for (const [to, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const friend = world.users.byId(other);
    if (friend === undefined) throw new Refusal('noSuchUser');
    publish(friendAccepted(to, friendOf(world, to, { ...friend, friends_since: now })));
  }
};

/**
 * Who used an invitation becomes a friend of its maker, and what its secret proves is carried from
 * one to the other; the operator's make no friends. Inside a ledger job.
 */
export const befriendInviter = (
  world: Deps,
  job: JobContext,
  { code, user_id: inviter_id, expires_at }: Invite,
  guest_id: number,
): void => {
  if (inviter_id === null) return;
  world.friendLinks.add({ inviter_id, guest_id, code, until: expires_at + link_proof_ms });
  makeFriends(world, job, inviter_id, guest_id);
};

/** Ends it for both, and their call; their messages stay readable to both. Inside a ledger job. */
export const endFriendship = (
  world: EndCallDeps & Pick<World, 'friendLinks'>,
  job: JobContext,
  a: number,
  b: number,
): void => {
  endCallsBetween(world, job, a, b);
  world.friends.part(a, b);
  world.friendLinks.part(a, b);
  job.publish(friendRemoved(a, b));
  job.publish(friendRemoved(b, a));
};
