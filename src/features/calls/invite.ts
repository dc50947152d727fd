// Invitations to calls: they ring at once, or answer the other one's, or find the callee busy.
import type { JobContext } from '../../db/ledger/job';
import type { InvitationAnswer } from '../../protocol/calls';
import { Refusal } from '../../protocol/errors';
import type { CallKind } from '../../protocol/objects';
import type { Device } from '../../realtime/device';
import { awaySide } from '../../realtime/live-calls';
import { callInvite } from '../../realtime/outgoing';
import type { World } from '../../world';
import { friendOrRefusal, mustBeFriends } from '../shared/access';
import { endCall, leaveEntry } from '../shared/end-call';
import { type AcceptDeps, mustBeSignedIn, takeCall } from './accept';
import { deviceToken } from './device-token';
import { pushRinging } from './ringing';

type Deps = AcceptDeps & Pick<World, 'ledger' | 'rateLimiter'>;

interface Invitation {
  id: string;
  kind: CallKind;
  caller_id: number;
  callee_id: number;
}

/** @throws tooManyRequests */
const takeAllowance = ({ rateLimiter }: Deps, my_id: number, user_id: number): void => {
  rateLimiter.check('call', String(my_id));
  rateLimiter.take('call_friend', `${my_id} ${user_id}`);
  rateLimiter.count('call', String(my_id));
};

/** From now on it rings: at every socket of the callee, also at one that connects later. */
const ring = (world: Deps, device: Device, invitation: Invitation, now: number): void => {
  const { liveCalls, hub, users } = world;
  const { id, kind, caller_id, callee_id } = invitation;
  const caller = awaySide(caller_id, device.session_id, now);
  const live = liveCalls.ring({ id, kind, callee_id, caller }, now);
  liveCalls.seat(live, caller, device, now);
  const from = users.namesOf(caller_id);
  hub.publish({ ...callInvite(callee_id, kind, id, from), at: now });
  pushRinging(world, live);
};

/** Inside a ledger job. The id of the call that came of it; undefined: the callee is busy. */
const invited = (
  world: Deps,
  job: JobContext,
  device: Device,
  invitation: Invitation,
): string | undefined => {
  const { calls } = world;
  const { id, caller_id, callee_id } = invitation;
  mustBeSignedIn(world, device);
  mustBeFriends(world, { id: caller_id }, callee_id);
  const mine = calls.liveOf(caller_id);
  if (mine.some(({ accepted_at }) => accepted_at !== null)) throw new Refusal('busy');
  const theirs = mine.find((call) => call.caller_id === callee_id);
  if (theirs !== undefined) {
    takeCall(world, job, theirs, device);
    return theirs.id;
  }
  for (const call of mine) {
    if (call.caller_id === caller_id) endCall(world, job, call, 'cancelled');
  }
  calls.add({ ...invitation, caller_session_id: device.session_id }, job.now);
  if (calls.liveOf(callee_id).length > 1) {
    calls.end(id, 'busy', 0, job.now);
    leaveEntry(world, job, { ...invitation }, { outcome: 'busy', duration_s: 0 });
    return undefined;
  }
  job.after(() => ring(world, device, invitation, job.now));
  return id;
};

/**
 * The answer comes before whatever tells of the call.
 * @throws yourself, noSuchUser, notFriends, busy, tooManyRequests, tokenInvalid
 */
export const invite = async (
  world: Deps,
  device: Device,
  kind: CallKind,
  user_id: number,
  acknowledge: (answer: InvitationAnswer) => void,
): Promise<void> => {
  const { user_id: my_id } = device;
  friendOrRefusal(world, { id: my_id }, user_id);
  takeAllowance(world, my_id, user_id);
  const id = crypto.randomUUID();
  const invitation = { id, kind, caller_id: my_id, callee_id: user_id };
  const call_id = await world.ledger.write((job) => invited(world, job, device, invitation), {
    settled(call_id) {
      if (call_id === undefined) return;
      acknowledge({ call_id, device_token: deviceToken(world, call_id, my_id) });
    },
  });
  if (call_id === undefined) throw new Refusal('busy');
};
