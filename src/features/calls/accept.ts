// A call is accepted: by a frame of its own, or because the two invite each other.
import type { Call } from '../../db/calls';
import type { JobContext } from '../../db/ledger/job';
import { Refusal } from '../../protocol/errors';
import type { Device } from '../../realtime/device';
import { awaySide } from '../../realtime/live-calls';
import { callAccepted, callEnded } from '../../realtime/outgoing';
import type { World } from '../../world';
import { type EndCallDeps, endCall } from '../shared/end-call';
import { deviceName, deviceToken } from './device-token';

export type AcceptDeps = EndCallDeps & Pick<World, 'secret' | 'sessions'>;

/** A frame may come from a socket whose session ended just before. @throws tokenInvalid */
export const mustBeSignedIn = ({ sessions }: Pick<World, 'sessions'>, device: Device): void => {
  if (sessions.byId(device.session_id) === undefined) throw new Refusal('tokenInvalid');
};

/** The two devices have it now, and it rings nowhere any more. */
const connect = (world: AcceptDeps, call: Call, device: Device, now: number): void => {
  const { liveCalls, hub, push, users } = world;
  const { id, caller_id, callee_id } = call;
  const live = liveCalls.get(id);
  if (live === undefined) return;
  const callee = awaySide(callee_id, device.session_id, now);
  liveCalls.run(live, callee, now);
  liveCalls.seat(live, callee, device, now);
  for (const other of hub.of(callee_id)) {
    if (other !== device) hub.tell(other, callEnded(callee_id, id, 'answered_elsewhere'), now);
  }
  const name = deviceName(world, id, callee_id);
  hub.tell(device, callAccepted(callee_id, id, name, deviceToken(world, id, callee_id)), now);
  hub.tell(live.caller.device, callAccepted(caller_id, id, name), now);
  const from = users.namesOf(caller_id);
  push.callOver({ to: callee_id, from, call_id: id });
};

/**
 * This device of the callee has it from now on. What the callee's own invitation rings elsewhere
 * ends: nobody is in two calls. Inside a ledger job. @throws busy, tokenInvalid
 */
export const takeCall = (world: AcceptDeps, job: JobContext, call: Call, device: Device): void => {
  const { calls } = world;
  mustBeSignedIn(world, device);
  const mine = calls.liveOf(device.user_id);
  if (mine.some(({ accepted_at }) => accepted_at !== null)) throw new Refusal('busy');
  for (const other of mine) {
    if (other.caller_id === device.user_id) endCall(world, job, other, 'cancelled');
  }
  calls.accept(call.id, device.session_id, job.now);
  job.after(() => connect(world, call, device, job.now));
};

/** @throws noSuchCall, busy, tokenInvalid */
export const accept = async (
  world: AcceptDeps & Pick<World, 'ledger'>,
  device: Device,
  call_id: string,
): Promise<void> => {
  const { calls, liveCalls, ledger } = world;
  // Before a job is spent on it: one that throws makes its neighbours run again.
  if (liveCalls.ringingAt(device.user_id)?.id !== call_id) throw new Refusal('noSuchCall');
  await ledger.write((job) => {
    const call = calls.live(call_id);
    const isRinging = call?.callee_id === device.user_id && call.accepted_at === null;
    if (!isRinging) throw new Refusal('noSuchCall');
    takeCall(world, job, call, device);
  });
};
