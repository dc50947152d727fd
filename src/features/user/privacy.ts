// What one lets others know: when one was last seen, what one has read, that one is typing.
import type { JobContext } from '../../db/ledger/job';
import type { Me } from '../../http/tokens';
import { invalid } from '../../protocol/errors';
import type { Privacy } from '../../protocol/objects';
import { privacyChanged, userStatus } from '../../realtime/outgoing';
import type { World } from '../../world';
import { ownUser } from '../shared/password-proof';
import type { PrivacyChange } from './model';

type Deps = Pick<World, 'ledger' | 'users' | 'friends' | 'privacy' | 'presence' | 'rateLimiter'>;

const MEMBERS = ['last_seen', 'read_receipts', 'typing'] as const;

/** Friends see somebody go who hides, once, and come who hides no longer. Inside a ledger job. */
const tellPresence = (
  { friends, users, presence }: Deps,
  { publish }: JobContext,
  me: Me,
  isShown: boolean,
): void => {
  const status = presence.statusOf(me.id);
  if (status === 'offline') return;
  const { username } = users.namesOf(me.id);
  for (const to of friends.ids(me.id)) {
    publish(userStatus(to, me.id, username, isShown ? status : 'offline'));
  }
};

/** @throws invalidField, tooManyRequests */
export const changePrivacy = (world: Deps, me: Me, change: PrivacyChange): Promise<Privacy> => {
  if (MEMBERS.every((member) => change[member] === undefined)) {
    throw invalid('body', `needs ${MEMBERS.join(', ')}`);
  }
  world.rateLimiter.take('setting', String(me.id));
  return world.ledger.write((job) => {
    ownUser(world, me);
    const before = world.privacy.of(me.id);
    const after: Privacy = {
      last_seen: change.last_seen ?? before.last_seen,
      read_receipts: change.read_receipts ?? before.read_receipts,
      typing: change.typing ?? before.typing,
    };
    if (MEMBERS.every((member) => after[member] === before[member])) return after;
    world.privacy.set(me.id, after);
    job.publish(privacyChanged(me.id, after));
    if (after.last_seen !== before.last_seen) tellPresence(world, job, me, after.last_seen);
    return after;
  });
};
