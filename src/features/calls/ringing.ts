// Where a call rings beside the sockets that are there: on phones, and at sockets that come.
import type { Device } from '../../realtime/device';
import type { LiveCall } from '../../realtime/live-calls';
import { callInvite } from '../../realtime/outgoing';
import type { World } from '../../world';

/** By push; again from time to time, under the same id. */
export const pushRinging = (
  { push, users }: Pick<World, 'push' | 'users'>,
  { id: call_id, kind, caller, callee_id: to, until: rings_until }: LiveCall,
): void => {
  const from = users.namesOf(caller.user_id);
  push.call({ to, from, call_id, kind, rings_until });
};

/** A socket opened: it rings there too. */
export const ringAt = (
  { liveCalls, hub, users, clock }: Pick<World, 'liveCalls' | 'hub' | 'users' | 'clock'>,
  device: Device,
): void => {
  const { user_id } = device;
  const live = liveCalls.ringingAt(user_id);
  if (live === undefined) return;
  const from = users.namesOf(live.caller.user_id);
  hub.tell(device, callInvite(user_id, live.kind, live.id, from), clock.now());
};
