// A worker whose browser gave it another subscription, while nobody is signed in to say so.
import type { PushSubscription } from '../../db/push/subscriptions';
import { sameText } from '../../platform/constant-time';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import { type Examined, examineSubscription, mustBeAlive } from './examine';
import type { Renewal } from './model';
import { settleState } from './states';
import { ownAt } from './subscribe';

type Deps = Pick<World, 'ledger' | 'rateLimiter' | 'push' | 'pushSubscriptions' | 'deadEndpoints'>;

/** Its answer was lost. */
const isRepeated = (row: PushSubscription, { endpoint, p256dh, auth }: Examined): boolean =>
  row.endpoint === endpoint && row.p256dh.equals(p256dh) && row.auth.equals(auth);

/** @throws noSuchPath if the token is unknown or spent; noPushService, otherPushKey, tooManyRequests */
export const renewSubscription = async (world: Deps, renewal: Renewal, address: string) => {
  world.rateLimiter.take('push_renewal', address);
  const { push, pushSubscriptions } = world;
  const { renew_token } = renewal;
  const id = push.marks.subscriptionIn(renew_token);
  const found = () => (id === undefined ? undefined : pushSubscriptions.byId(id));
  const isOf = ({ id, generation }: PushSubscription, before: 0 | 1) =>
    generation >= before && sameText(renew_token, push.marks.renewToken(id, generation - before));
  const mustBeGenuine = () => {
    const row = found();
    if (row !== undefined && (isOf(row, 0) || isOf(row, 1))) return row;
    throw new Refusal('noSuchPath');
  };
  mustBeGenuine();
  const examined = await examineSubscription(world, renewal);
  return world.ledger.write((job) => {
    const row = mustBeGenuine();
    const generation = row.generation + 1;
    if (isOf(row, 1)) {
      if (!isRepeated(row, examined)) throw new Refusal('noSuchPath');
      return { renew_token: push.marks.renewToken(row.id, row.generation) };
    }
    mustBeAlive(world, examined);
    const other = ownAt(world, job, row.user_id, examined.endpoint);
    if (other !== undefined && other.id !== row.id) pushSubscriptions.remove(other.id);
    pushSubscriptions.change(row.id, { ...examined, generation });
    settleState(world, job, row, 'good', null);
    job.after(() => push.changed(row.user_id));
    return { renew_token: push.marks.renewToken(row.id, generation) };
  });
};
