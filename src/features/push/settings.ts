// What a person's devices hear, and which devices those are.
import type { PushSubscription } from '../../db/push/subscriptions';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { invalid } from '../../protocol/errors';
import { timeOf } from '../../values/time';
import type { World } from '../../world';
import { isSilenced } from './compose';
import type { Push, SettingsChange } from './model';
import { stateNow } from './states';

type Deps = Pick<
  World,
  'push' | 'pushSubscriptions' | 'pushSettings' | 'sessions' | 'hub' | 'clock'
>;
type ChangeDeps = Deps & Pick<World, 'ledger' | 'rateLimiter' | 'liveCalls' | 'users'>;

const timeOrNull = (at: number | null) => (at === null ? null : toRfc3339(at));

const quietOf = ({ quiet_from, quiet_to, quiet_zone }: PushSubscription) =>
  quiet_from === null || quiet_to === null || quiet_zone === null
    ? null
    : { from: quiet_from, to: quiet_to, zone: quiet_zone };

const shown = (world: Deps, me: Me, row: PushSubscription): Push['subscriptions'][number] => ({
  id: row.id,
  device: world.sessions.byId(row.session_id)?.user_agent ?? '',
  current: row.session_id === me.session_id,
  created_at: toRfc3339(row.created_at),
  sent_at: timeOrNull(row.sent_at),
  shown_at: timeOrNull(row.shown_at),
  waiting: row.waiting,
  ...stateNow(world, row, world.clock.now()),
  show: row.show,
  quiet: quietOf(row),
});

export const pushOf = (world: Deps, me: Me): Push => {
  const { push, pushSubscriptions, pushSettings, clock } = world;
  const { dnd_until, calls_only } = pushSettings.of(me.id);
  return {
    enabled: push.why === null,
    why: push.why,
    public_key: push.public_key,
    dnd_until: dnd_until !== null && dnd_until > clock.now() ? toRfc3339(dnd_until) : null,
    calls_only,
    subscriptions: pushSubscriptions.list(me.id).map((row) => shown(world, me, row)),
  };
};

/** What rings on a person's devices would stay there: from now on nothing is pushed. */
const endRing = ({ push, users, liveCalls }: ChangeDeps, to: number): void => {
  const live = liveCalls.ringingAt(to);
  if (live === undefined) return;
  push.silenced({ to, from: users.namesOf(live.caller.user_id), call_id: live.id });
};

/** @throws invalidField, tooManyRequests */
export const changePush = async (
  world: ChangeDeps,
  me: Me,
  { dnd_until, calls_only }: SettingsChange,
): Promise<Push> => {
  if (dnd_until === undefined && calls_only === undefined) {
    throw invalid('body', 'needs dnd_until or calls_only');
  }
  const until = typeof dnd_until === 'string' ? timeOf('dnd_until', dnd_until) : dnd_until;
  world.rateLimiter.take('setting', String(me.id));
  await world.ledger.write(({ now, after }) => {
    const before = world.pushSettings.of(me.id);
    const wasSilenced = isSilenced(world, me.id, now);
    world.pushSettings.set(me.id, {
      dnd_until: until === undefined ? before.dnd_until : until,
      calls_only: calls_only ?? before.calls_only,
    });
    if (!wasSilenced && isSilenced(world, me.id, now)) after(() => endRing(world, me.id));
  });
  return pushOf(world, me);
};
