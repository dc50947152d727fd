// Another socket of the same session goes on for a device of a call: after a lost connection, after
// a restart of the server, or in place of a socket that is still open.
import { call_away_ms } from '../../protocol/call-limits';
import type { RejoinAnswer } from '../../protocol/calls';
import { Refusal } from '../../protocol/errors';
import type { Device } from '../../realtime/device';
import type { LiveCall, Side } from '../../realtime/live-calls';
import { callAccepted, callEnded, callRejoined } from '../../realtime/outgoing';
import type { World } from '../../world';
import { mustBeSignedIn } from './accept';
import { deviceName, deviceToken, isDeviceToken } from './device-token';
import { handOver } from './hand-over';

type Deps = Pick<World, 'liveCalls' | 'hub' | 'clock' | 'secret' | 'sessions'>;

export const isGone = ({ device, away_since }: Side, now: number): boolean =>
  device === undefined && now - away_since >= call_away_ms;

/** The side that the socket may have. @throws noSuchCall */
const sideFor = (world: Deps, live: LiveCall, device: Device, token: string, now: number): Side => {
  const { user_id, session_id } = device;
  const side = world.liveCalls
    .sides(live)
    .find((each) => each.user_id === user_id && each.session_id === session_id);
  if (side === undefined || isGone(side, now) || !isDeviceToken(world, live.id, user_id, token)) {
    throw new Refusal('noSuchCall');
  }
  return side;
};

/** Once it was told that it has the call again: what waited for it, and the word to the other one. */
const goOn = (world: Deps, live: LiveCall, side: Side, now: number): void => {
  const { liveCalls, hub } = world;
  handOver(world, live.id, side);
  for (const other of liveCalls.sides(live)) {
    if (other === side) continue;
    hub.tell(other.device, callRejoined(other.user_id, live.id, side.user_id), now);
  }
};

/**
 * A device that lost its socket before it heard that it has the call accepts once more, without the token
 * that it never got. False if that is not so. @throws tokenInvalid
 */
export const acceptAgain = (world: Deps, device: Device, call_id: string): boolean => {
  const { liveCalls, hub, clock } = world;
  const now = clock.now();
  const live = liveCalls.get(call_id);
  const callee = live?.callee;
  if (live === undefined || callee === undefined) return false;
  const { user_id, session_id } = device;
  const isSame = callee.user_id === user_id && callee.session_id === session_id;
  if (!isSame || callee.device !== undefined || isGone(callee, now)) return false;
  mustBeSignedIn(world, device);
  liveCalls.seat(live, callee, device, now);
  const token = deviceToken(world, call_id, user_id);
  const name = deviceName(world, call_id, user_id);
  hub.tell(device, callAccepted(user_id, call_id, name, token), now);
  goOn(world, live, callee, now);
  return true;
};

/** The answer comes first, then the signals that waited. @throws noSuchCall, tokenInvalid */
export const rejoin = (
  world: Deps,
  device: Device,
  { call_id, device_token }: { call_id: string; device_token: string },
  acknowledge: (answer: RejoinAnswer) => void,
): void => {
  const { liveCalls, hub, clock } = world;
  const now = clock.now();
  const live = liveCalls.get(call_id);
  if (live === undefined) throw new Refusal('noSuchCall');
  const side = sideFor(world, live, device, device_token, now);
  mustBeSignedIn(world, device);
  const before = side.device;
  if (before !== device) {
    hub.tell(before, callEnded(device.user_id, call_id, 'answered_elsewhere'), now);
    liveCalls.seat(live, side, device, now);
  }
  const { kind, callee } = live;
  acknowledge(
    callee === undefined
      ? { call_id, kind, state: 'ringing' }
      : { call_id, kind, state: 'accepted', device: deviceName(world, call_id, callee.user_id) },
  );
  if (before === device) handOver(world, call_id, side);
  else goOn(world, live, side, now);
};
