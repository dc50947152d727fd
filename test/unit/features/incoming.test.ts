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

test('a frame of very many values is refused before it is parsed, however they lie in it', () => {
  const sent: { type: string; id?: unknown; data?: { code: string; details: object } }[] = [];
  const opening = { user_id: 1, session_id: 1, language: 'zh' } as const;
  const device = createDevice(opening as never, 0);
  device.live = true;
  const socket = { data: device, send: (text: string) => sent.push(JSON.parse(text)) };
  device.socket = socket as never;
  const world = { clock: { now: () => 0 }, config: { rate_limit: true } };
  const incoming = createIncoming(world as never, {});
  const receive = (frame: object) => incoming.receive(socket as never, JSON.stringify(frame));
  const list = Array.from({ length: 5_000 }, () => 1);
  receive({ type: 'ping', id: 1, data: list });
  receive({ type: 'ping', id: 2, ...Object.fromEntries(list.map((one, i) => [`k${i}`, one])) });
  const details = { separators_max: 4_096 };
  expect(sent).toEqual([
    expect.objectContaining({ type: 'error', data: expect.objectContaining({ details }) }),
    expect.objectContaining({ type: 'error', data: expect.objectContaining({ details }) }),
  ]);
  expect(sent.map(({ data }) => data?.code)).toEqual(['REQUEST_001', 'REQUEST_001']);
  // As many in a text are only a text, and a list of some thousands is as good as before.
  receive({ type: 'ping', id: 3, data: ',:"\\'.repeat(20_000) });
  receive({ type: 'ping', id: 4, data: list.slice(0, 4_000) });
  expect(sent.slice(2).map(({ type }) => type)).toEqual(['pong', 'pong']);
});

test('what takes long to parse counts as many frames: a flood of it is cut off early', () => {
  const closed = (data: unknown) => {
    let code: number | undefined;
    const device = createDevice({ user_id: 1, session_id: 1, language: 'zh' } as never, 0);
    device.live = true;
    const socket = {
      data: device,
      send() {},
      close(given: number) {
        code = given;
      },
    };
    device.socket = socket as never;
    const world = { clock: { now: () => 0 }, config: { rate_limit: true } };
    const incoming = createIncoming(world as never, {});
    let frames = 0;
    while (code === undefined && frames < 10_000) {
      incoming.receive(socket as never, JSON.stringify({ type: 'ping', data }));
      frames += 1;
    }
    return [frames, code];
  };
  expect(closed('x'.repeat(60_000))).toEqual([2_001, 4429]);
  expect(closed(Array.from({ length: 4_000 }, () => 1))).toEqual([32, 4429]);
});
