// What becomes of a subscription by the answer of its service.
import { createHash } from 'node:crypto';
import type { JobContext } from '../../db/ledger/job';
import { push_passed_ms } from '../../protocol/push-limits';
import type { Outcome } from '../../push/services';
import type { World } from '../../world';
import type { Draft } from './compose';
import { settleState } from './states';

type SettleDeps = Pick<
  World,
  'ledger' | 'log' | 'push' | 'pushSubscriptions' | 'pushUnread' | 'deadEndpoints'
>;

export const endpointHash = (endpoint: string): Buffer =>
  createHash('sha256').update(endpoint).digest();

const taken = (
  { pushSubscriptions, pushUnread, push }: SettleDeps,
  { now }: JobContext,
  { subscription: { id }, push_id, mark }: Draft,
): void => {
  pushSubscriptions.taken(id, now, push.isConfirmed(push_id));
  if (mark !== undefined) pushUnread.setMark(id, mark.friend_id, mark.message_id);
};

/** Without a reason of the service: one device's matter if others pass, else the operator's. */
const refused = (
  world: SettleDeps,
  job: JobContext,
  { subscription: { id, service } }: Draft,
  outcome: Outcome,
): void => {
  const { verdict, ahead_ms, said } = outcome;
  const row = world.pushSubscriptions.byId(id);
  if (verdict.is !== 'refused' || row === undefined) return;
  const hasPassed = () => world.pushSubscriptions.hasPassed(service, id, job.now - push_passed_ms);
  const isDevices =
    verdict.whose === 'subscription' || (verdict.whose === 'unknown' && hasPassed());
  if (isDevices) {
    settleState(world, job, row, 'renew', 'key_refused');
    return;
  }
  const reason = [said, verdict.reason].filter(Boolean).join(' ');
  job.after(() => {
    if (!world.push.services.troubled(service, reason, ahead_ms)) return;
    world.log.warn('a push service takes nothing from this server', { service, reason });
  });
};

const ended = (world: SettleDeps, job: JobContext, draft: Draft, { verdict }: Outcome): void => {
  if (verdict.is !== 'ended' && verdict.is !== 'not_called') return;
  const { endpoint, id } = draft.subscription;
  const row = world.pushSubscriptions.byId(id);
  // A worker may have renewed it meanwhile.
  if (row === undefined || row.endpoint !== endpoint) return;
  if (verdict.is === 'ended') world.deadEndpoints.add(endpointHash(endpoint), job.now);
  settleState(world, job, row, 'gone', verdict.why);
};

/** Nothing is kept of what is tried again. */
export const settlePush = (world: SettleDeps, draft: Draft, outcome: Outcome): void => {
  const { ledger, log } = world;
  const { service } = draft.subscription;
  const { verdict } = outcome;
  if (verdict.is === 'faulty') {
    log.error('a push was not accepted', { service, said: outcome.said, reason: verdict.reason });
  }
  const change = {
    taken: (job: JobContext) => taken(world, job, draft),
    ended: (job: JobContext) => ended(world, job, draft, outcome),
    not_called: (job: JobContext) => ended(world, job, draft, outcome),
    refused: (job: JobContext) => refused(world, job, draft, outcome),
    faulty: undefined,
    paused: undefined,
    unanswered: undefined,
  }[verdict.is];
  if (change === undefined) return;
  ledger
    .write(change)
    .catch((error) => log.warn('what became of a push could not be kept', { error }));
};
