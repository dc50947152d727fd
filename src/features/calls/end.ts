// Ending a call: not accepted, taken back, or hung up.
import type { Call } from '../../db/calls';
import { Refusal } from '../../protocol/errors';
import type { Device } from '../../realtime/device';
import type { LiveCall } from '../../realtime/live-calls';
import type { World } from '../../world';
import { type CallOver, type EndCallDeps, endCall } from '../shared/end-call';

type Deps = EndCallDeps & Pick<World, 'ledger'>;

/** Who may end it so, and when: looked at before the job, and by the stored call inside it. */
interface Ending {
  reason: CallOver;
  /** As the memory has it. */
  isPlausible(live: LiveCall): boolean;
  holds(call: Call): boolean;
  /** As its device says: the two never heard each other. */
  neverConnected?: boolean;
  ended?(call: Call): void;
}

/** @throws noSuchCall */
const endBy = async (world: Deps, call_id: string, ending: Ending): Promise<void> => {
  const { calls, liveCalls, ledger } = world;
  const live = liveCalls.get(call_id);
  if (live === undefined || !ending.isPlausible(live)) throw new Refusal('noSuchCall');
  await ledger.write((job) => {
    const call = calls.live(call_id);
    if (call === undefined || !ending.holds(call)) throw new Refusal('noSuchCall');
    endCall(world, job, call, ending.reason, ending);
    job.after(() => ending.ended?.(call));
  });
};

/** By any device of the callee. @throws noSuchCall */
export const reject = (world: Deps, { user_id }: Device, call_id: string): Promise<void> =>
  endBy(world, call_id, {
    reason: 'rejected',
    isPlausible: ({ callee_id, callee }) => callee_id === user_id && callee === undefined,
    holds: ({ accepted_at }) => accepted_at === null,
  });

/** By any device of the caller: the one that invited may be away. @throws noSuchCall */
export const cancel = (world: Deps, { user_id }: Device, call_id: string): Promise<void> =>
  endBy(world, call_id, {
    reason: 'cancelled',
    isPlausible: ({ caller, callee }) => caller.user_id === user_id && callee === undefined,
    holds: ({ accepted_at }) => accepted_at === null,
  });

/** By one of its two devices, perhaps because the call failed. @throws noSuchCall */
export const hangUp = (
  world: Deps & Pick<World, 'callFailures'>,
  device: Device,
  call_id: string,
  failure?: unknown,
): Promise<void> => {
  const { liveCalls, callFailures } = world;
  return endBy(world, call_id, {
    reason: 'hangup',
    neverConnected: callFailures.isBeforeConnected(failure),
    isPlausible: (live) => liveCalls.otherSide(live, device) !== undefined,
    holds: ({ accepted_at }) => accepted_at !== null,
    ended(call) {
      const reason = callFailures.reasonOf(failure);
      if (reason !== undefined) callFailures.note(call, reason);
    },
  });
};
