// Signals: handed from one device of a call to the other, unread, in memory alone.
import { signal_bytes_max, signals_waiting_max } from '../../protocol/call-limits';
import { invalid, Refusal } from '../../protocol/errors';
import type { Device } from '../../realtime/device';
import { callSignal } from '../../realtime/outgoing';
import type { World } from '../../world';
import { handOver } from './hand-over';

type Deps = Pick<World, 'liveCalls' | 'hub' | 'clock' | 'rateLimiter'>;

/** Of its JSON. @throws invalidField */
const mustBeSignal = (payload: unknown): number => {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > signal_bytes_max) throw invalid('payload', `at most ${signal_bytes_max} bytes`);
  return bytes;
};

/** @throws tooManyRequests */
const takeAllowance = ({ rateLimiter }: Deps, user_id: number, bytes: number): void => {
  const who = String(user_id);
  rateLimiter.check('signal', who);
  rateLimiter.check('signal_bytes', who, bytes);
  rateLimiter.count('signal', who);
  rateLimiter.count('signal_bytes', who, bytes);
};

/** In a test call every socket of the other one hears it: nobody has accepted anything. */
const testedBy = (world: Deps, device: Device, call_id: string): number[] | undefined => {
  const test = world.liveCalls.test(call_id, world.clock.now());
  return test?.member_ids.includes(device.user_id)
    ? test.member_ids.filter((id) => id !== device.user_id)
    : undefined;
};

/** @throws invalidField, noSuchCall, tooManyRequests */
export const signal = (world: Deps, device: Device, call_id: string, payload: unknown): void => {
  const { liveCalls, hub, clock } = world;
  const bytes = mustBeSignal(payload);
  const live = liveCalls.get(call_id);
  const other = live && liveCalls.otherSide(live, device);
  const hearers = live === undefined ? testedBy(world, device, call_id) : undefined;
  if (other === undefined && hearers === undefined) throw new Refusal('noSuchCall');
  takeAllowance(world, device.user_id, bytes);
  const at = clock.now();
  for (const to of hearers ?? []) hub.publish({ ...callSignal(to, call_id, payload), at });
  if (other === undefined) return;
  if (other.waiting.length >= signals_waiting_max) {
    throw new Refusal('tooManyRequests', { retry_after_s: 1 });
  }
  other.waiting.push(payload);
  handOver(world, call_id, other);
};
