// A browser subscribes, or says again what it hears.
import type { JobContext } from '../../db/ledger/job';
import type { PushSubscription } from '../../db/push/subscriptions';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { push_subscriptions_max } from '../../protocol/push-limits';
import type { World } from '../../world';
import { examineSubscription, mustBeAlive } from './examine';
import type { SubscriptionDraft } from './model';
import { quietHours } from './quiet-hours';
import { settleState } from './states';

type Deps = Pick<
  World,
  'ledger' | 'rateLimiter' | 'push' | 'pushSubscriptions' | 'deadEndpoints' | 'sessions'
>;

/** The one that nobody heard of for the longest time; first of all what is gone anyway. */
const silentLongest = (rows: PushSubscription[]): PushSubscription | undefined => {
  const sign = ({ state, shown_at, created_at }: PushSubscription) =>
    state === 'gone' ? 0 : Math.max(shown_at ?? 0, created_at);
  return rows.toSorted((a, b) => sign(a) - sign(b) || a.id - b.id)[0];
};

const makeRoom = ({ pushSubscriptions }: Deps, user_id: number): void => {
  const rows = pushSubscriptions.list(user_id);
  if (rows.length < push_subscriptions_max) return;
  const longest = silentLongest(rows);
  if (longest !== undefined) pushSubscriptions.remove(longest.id);
};

/** Another one's is ended: whoever signs in on a shared device has it now. Gives one's own. */
export const ownAt = (
  { pushSubscriptions, push }: Pick<World, 'pushSubscriptions' | 'push'>,
  { after }: JobContext,
  user_id: number,
  endpoint: string,
): PushSubscription | undefined => {
  const known = pushSubscriptions.byEndpoint(endpoint);
  if (known === undefined || known.user_id === user_id) return known;
  pushSubscriptions.remove(known.id);
  after(() => push.changed(known.user_id));
  return undefined;
};

/** What was refused under these very keys will be refused again. */
const isNew = (known: PushSubscription, keys: { p256dh: Buffer; auth: Buffer }) =>
  known.state === 'gone' || !known.p256dh.equals(keys.p256dh) || !known.auth.equals(keys.auth);

/**
 * `origin` is that of the page. The same endpoint again is the same subscription.
 * @throws noPushService, otherPushKey, invalidField, tooManyRequests
 */
export const subscribe = async (
  world: Deps,
  me: Me,
  draft: SubscriptionDraft,
  origin: string,
): Promise<{ id: number; renew_token: string }> => {
  world.rateLimiter.take('push_subscription', String(me.id));
  const { push, pushSubscriptions } = world;
  const quiet = quietHours(draft.quiet);
  const examined = await examineSubscription(world, draft);
  if (!Buffer.from(draft.public_key, 'base64url').equals(Buffer.from(push.public_key, 'base64url')))
    throw new Refusal('otherPushKey', { why: 'public_key', public_key: push.public_key });
  const { show, lang } = draft;
  return world.ledger.write((job) => {
    // It may have ended while its key was examined.
    if (world.sessions.byId(me.session_id) === undefined) throw new Refusal('tokenInvalid');
    mustBeAlive(world, examined);
    const said = { ...examined, ...quiet, origin, show, lang, session_id: me.session_id };
    const known = ownAt(world, job, me.id, examined.endpoint);
    job.after(() => push.changed(me.id));
    if (known !== undefined) {
      pushSubscriptions.change(known.id, said);
      if (isNew(known, examined)) settleState(world, job, known, 'good', null);
      return { id: known.id, renew_token: push.marks.renewToken(known.id, known.generation) };
    }
    pushSubscriptions.removeSpent(me.session_id, examined.endpoint);
    makeRoom(world, me.id);
    const id = pushSubscriptions.add({ user_id: me.id, ...said }, job.now);
    return { id, renew_token: push.marks.renewToken(id, 0) };
  });
};
