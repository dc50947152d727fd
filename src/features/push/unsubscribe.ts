// A device that hears nothing any more.
import type { PushSubscription } from '../../db/push/subscriptions';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

/** @throws noSuchPath if it isn't mine, or is none: no other code fits better */
export const mySubscription = (
  { pushSubscriptions }: Pick<World, 'pushSubscriptions'>,
  me: Me,
  id: number,
): PushSubscription => {
  const row = pushSubscriptions.byId(id);
  if (row?.user_id !== me.id) throw new Refusal('noSuchPath');
  return row;
};

/** @throws noSuchPath */
export const unsubscribe = (
  world: Pick<World, 'ledger' | 'push' | 'pushSubscriptions'>,
  me: Me,
  id: number,
): Promise<void> =>
  world.ledger.write(({ after }) => {
    mySubscription(world, me, id);
    world.pushSubscriptions.remove(id);
    after(() => world.push.changed(me.id));
  });
