// Deleting an account: for everyone at once, from the disk before the answer.
import type { Me } from '../../http/tokens';
import { friendRemoved, friendRequestClosed } from '../../realtime/outgoing';
import type { World } from '../../world';
import { dropCalls, type EndCallDeps } from '../shared/end-call';
import { closeSessions } from '../shared/end-sessions';
import { mustKnowPassword, mustStillKnow } from '../shared/password-proof';
import type { DeleteAccount } from './model';

type Deps = EndCallDeps &
  Pick<World, 'ledger' | 'accountDeletion' | 'walScrub' | 'fileDeletion' | 'tokens'>;

/** Deletes the rest batch by batch, also after a crash in between. */
export const clearAccount = async (
  { ledger, accountDeletion, walScrub }: Pick<World, 'ledger' | 'accountDeletion' | 'walScrub'>,
  user_id: number,
): Promise<void> => {
  while (await ledger.write(() => accountDeletion.clear(user_id)));
  walScrub.schedule();
};

/**
 * Its messages in both directions, files and keys; its names are free again. `mustBeMeant` is
 * asked in the same transaction.
 */
export const deleteAccount = async (
  world: Deps,
  user_id: number,
  mustBeMeant?: () => void,
): Promise<void> => {
  await world.ledger.write((job) => {
    const { now, publish, after } = job;
    mustBeMeant?.();
    dropCalls(world, job, user_id);
    const { friend_ids, requests, session_ids } = world.accountDeletion.leave(user_id, now);
    for (const to of friend_ids) publish(friendRemoved(to, user_id));
    for (const { id, other_id } of requests)
      publish(friendRequestClosed(other_id, id, 'cancelled'));
    after(() => closeSessions(world, user_id, session_ids));
  });
  await clearAccount(world, user_id);
  await world.fileDeletion.run();
};

/** @throws wrongPassword, tooManyRequests */
export const deleteOwnAccount = async (
  world: Deps & Pick<World, 'users' | 'passwords' | 'rateLimiter'>,
  me: Me,
  { password, derived = false }: DeleteAccount,
): Promise<void> => {
  const given = await mustKnowPassword(world, me, password, derived, 'password');
  await deleteAccount(world, me.id, () => mustStillKnow(world, me, given));
};
