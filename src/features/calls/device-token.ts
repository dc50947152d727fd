// By what a socket proves that it goes on for a device of a call, and how that device is called.
// Both are made again from the server's secret, and stored nowhere.
import { createHmac } from 'node:crypto';
import { sameText } from '../../platform/constant-time';
import type { World } from '../../world';

type Deps = Pick<World, 'secret'>;

const keyed = ({ secret }: Deps, label: string, call_id: string, user_id: number): Buffer =>
  createHmac('sha256', secret).update(`${label}\0${call_id}\0${user_id}`).digest();

export const deviceToken = (world: Deps, call_id: string, user_id: number): string =>
  keyed(world, 'call device token', call_id, user_id).toString('base64url');

export const isDeviceToken = (
  world: Deps,
  call_id: string,
  user_id: number,
  token: string,
): boolean => sameText(token, deviceToken(world, call_id, user_id));

/** Of the callee's device: the same as long as the call lasts, and nothing else is told by it. */
export const deviceName = (world: Deps, call_id: string, user_id: number): string =>
  keyed(world, 'call device', call_id, user_id).subarray(0, 9).toString('base64url');
