// An account goes: for everyone at once, off the disk before the answer.
import type { Me } from '../../http/tokens';
import { friendRemoved, friendRequestClosed } from '../../realtime/outgoing';
import type { World } from '../../world';
import { hangUp } from '../shared/end-sessions';
import { mustKnowPassword, mustStillKnow } from '../shared/password-proof';
import type { Farewell } from './model';

type Doors = Pick<World, 'ledger' | 'erasure' | 'eraser' | 'shredder' | 'tokens' | 'hub'>;

/** What `leave` left, batch by batch; also after a crash in between. */
export const clearAccount = async (
  { ledger, erasure, eraser }: Pick<World, 'ledger' | 'erasure' | 'eraser'>,
  user_id: number,
): Promise<void> => {
  while (await ledger.write(() => erasure.clear(user_id)));
  eraser.schedule();
};

/**
 * Its messages in both directions, files and keys; its names are free again. `mustBeMeant` is
 * asked in the same transaction.
 */
export const eraseAccount = async (
  world: Doors,
  user_id: number,
  mustBeMeant?: () => void,
): Promise<void> => {
  await world.ledger.write(({ now, tell, after }) => {
    mustBeMeant?.();
    const { friend_ids, requests, session_ids } = world.erasure.leave(user_id, now);
    for (const to of friend_ids) tell(friendRemoved(to, user_id));
    for (const { id, other_id } of requests) tell(friendRequestClosed(other_id, id, 'cancelled'));
    after(() => hangUp(world, user_id, session_ids));
  });
  await clearAccount(world, user_id);
  await world.shredder.run();
};

/** @throws wrongPassword, tooManyRequests */
export const farewell = async (
  world: Doors & Pick<World, 'users' | 'passwords' | 'pace'>,
  me: Me,
  { password, derived = false }: Farewell,
): Promise<void> => {
  const given = await mustKnowPassword(world, me, password, derived, 'password');
  await eraseAccount(world, me.id, () => mustStillKnow(world, me, given));
};
