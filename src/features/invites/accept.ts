// Someone who has an account follows a link, and both prove with its secret which keys are theirs.
import type { JobContext } from '../../db/ledger/job';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { friendProof, friendRequestClosed } from '../../realtime/outgoing';
import type { World } from '../../world';
import { befriendInviter } from '../shared/friendship';
import type { LinkProof } from './model';

type Deps = Pick<
  World,
  | 'ledger'
  | 'users'
  | 'friends'
  | 'friendLinks'
  | 'invites'
  | 'blocks'
  | 'presence'
  | 'privacy'
  | 'clock'
  | 'rateLimiter'
>;

/** Whoever follows a link has an answer to what was asked before. */
const closeRequests = (
  { friends }: Deps,
  { now, publish }: JobContext,
  a: number,
  b: number,
): void => {
  for (const request of [friends.requestBetween(a, b), friends.requestBetween(b, a)]) {
    if (request === undefined) continue;
    friends.closeRequest(request.id, 'accepted', now);
    for (const to of [a, b]) publish(friendRequestClosed(to, request.id, 'accepted'));
  }
};

/**
 * Friends at once, and one use of the link. Whom its maker has blocked is told nothing.
 * @throws registrationClosed, yourself, alreadyRequested, tooManyRequests
 */
export const acceptInvite = (world: Deps, me: Me, code: string): Promise<void> => {
  world.rateLimiter.take('friend_request', String(me.id));
  const { users, friends, invites, blocks, ledger } = world;
  return ledger.write((job) => {
    const invite = invites.usable(code, job.now);
    const inviter = users.byId(invite?.user_id ?? 0);
    if (!invite || inviter === undefined || inviter.disabled_at !== null) {
      throw new Refusal('registrationClosed');
    }
    if (inviter.id === me.id) throw new Refusal('yourself');
    if (friends.areFriends(me.id, inviter.id)) throw new Refusal('alreadyRequested');
    if (blocks.has(inviter.id, me.id)) return;
    blocks.remove(me.id, inviter.id);
    invites.use(code, job.now);
    invites.usedBy(code, me.id, job.now);
    closeRequests(world, job, me.id, inviter.id);
    befriendInviter(world, job, invite, me.id);
  });
};

/** The link of a guest: the caller, or whom the caller invited. @throws noSuchPath */
const linkOf = (world: Deps, me: Me, code: string, guest_id: number | undefined, now: number) => {
  const link =
    guest_id === undefined || guest_id === me.id
      ? world.friendLinks.ofGuest(code, me.id, now)
      : world.friendLinks.ofGuest(code, guest_id, now);
  const isInviter = link?.inviter_id === me.id;
  if (link === undefined || (!isInviter && link.guest_id !== me.id)) {
    throw new Refusal('noSuchPath');
  }
  return { link, isInviter };
};

/**
 * Carried to the other one's devices, unread. The same again changes nothing.
 * @throws noSuchPath if it is no link of the caller's, staleKey if another proof was given
 */
export const proveLink = (world: Deps, me: Me, code: string, given: LinkProof): Promise<void> =>
  world.ledger.write(({ now, publish }) => {
    const { key_id, proof, guest_id } = given;
    const { link, isInviter } = linkOf(world, me, code, guest_id, now);
    const [known_key, known_proof] = isInviter
      ? [link.inviter_key_id, link.inviter_proof]
      : [link.guest_key_id, link.guest_proof];
    if (known_key === key_id && known_proof === proof) return;
    if (known_proof !== null) throw new Refusal('staleKey', { key_id: known_key });
    world.friendLinks.setProof(link, isInviter ? 'inviter' : 'guest', { key_id, proof });
    const other = isInviter ? link.guest_id : link.inviter_id;
    publish(friendProof(other, { friend_id: me.id, code, key_id, proof }));
  });
