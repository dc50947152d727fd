// Frames that come while a device is still being sent what it missed.
import { expect, test } from 'bun:test';
import { createIncoming } from '../../../src/features/socket/incoming';
import { MIB } from '../../../src/protocol/limits';
import { createDevice } from '../../../src/realtime/device';

test('frames wait for a device that catches up, as many and as large as are bounded', () => {
  const codes: number[] = [];
  const opening = { user_id: 1, session_id: 1, language: 'zh', since: '0', epoch: 'e' } as const;
  const device = createDevice(opening, 0);
  const socket = { data: device, close: (code: number) => codes.push(code) };
  const world = { clock: { now: () => 0 }, config: { rate_limit: true } };
  const incoming = createIncoming(world as never, {});
  const receive = (message: string) => incoming.receive(socket as never, message);
  const held = () => device.waiting.reduce((sum, { length }) => sum + length, 0);
  for (let i = 0; i < 256; i += 1) receive('{"type":"ping"}');
  expect([device.waiting.length, codes]).toEqual([256, []]);
  receive('{"type":"ping"}');
  expect(codes).toEqual([4429]);
  device.waiting.length = 0;
  for (let i = 0; codes.length < 2 && i < 256; i += 1) receive('x'.repeat(100_000));
  expect(codes).toEqual([4429, 4429]);
  expect(held()).toBeGreaterThan(3 * MIB);
  expect(held()).toBeLessThanOrEqual(4 * MIB);
});
