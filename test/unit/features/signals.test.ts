// Signals to a device that reads slower than they come, or is away.
import { expect, test } from 'bun:test';
import { readOn } from '../../../src/features/calls/hand-over';
import { signal } from '../../../src/features/calls/signal';
import { createRateLimiter } from '../../../src/http/rate-limit';
import { Refusal } from '../../../src/protocol/errors';
import { createDevice } from '../../../src/realtime/device';
import { createHub } from '../../../src/realtime/hub';
import { awaySide, createLiveCalls } from '../../../src/realtime/live-calls';

/** Its socket keeps what the other end has not read. */
const reader = (user_id: number) => {
  const opening = { user_id, session_id: user_id, language: 'zh', since: '0', epoch: 'e' } as const;
  const device = createDevice(opening, 0);
  const sent: string[] = [];
  let buffered = 0;
  device.socket = {
    readyState: WebSocket.OPEN,
    getBufferedAmount: () => buffered,
    send(text: string) {
      sent.push(JSON.parse(text).data.payload);
      buffered += text.length;
    },
  } as never;
  return {
    device,
    sent,
    buffered: () => buffered,
    reads() {
      buffered = 0;
    },
  };
};

test('a slow reader is sent what its buffer takes, then the rest in order; 64 wait', () => {
  const clock = { now: () => 0 };
  const liveCalls = createLiveCalls();
  const rateLimiter = createRateLimiter(clock, false);
  const world = { clock, hub: createHub(), liveCalls, rateLimiter };
  const [alice, bob] = [reader(1), reader(2)];
  const [caller, callee] = [awaySide(1, 1, 0), awaySide(2, 2, 0)];
  const call = liveCalls.ring({ id: 'c', kind: 'voice', callee_id: 2, caller }, 0);
  liveCalls.run(call, callee, 0);
  liveCalls.seat(call, caller, alice.device, 0);
  liveCalls.seat(call, callee, bob.device, 0);
  const payload = (i: number) => `${i}`.padEnd(60_000, 'x');
  const sends = (i: number) => signal(world, alice.device, 'c', payload(i));
  // Some go at once, until more than 256 KiB are not read; 64 more wait.
  for (let i = 0; i < 5 + 64; i += 1) sends(i);
  expect([bob.sent.length, callee.waiting.length]).toEqual([5, 64]);
  expect(() => sends(69)).toThrow(new Refusal('tooManyRequests'));
  for (let reading = 0; callee.waiting.length > 0 && reading < 100; reading += 1) {
    bob.reads();
    readOn(world, bob.device);
    // Far below what closes a socket.
    expect(bob.buffered()).toBeLessThan(512 * 1_024);
  }
  expect(bob.sent).toEqual(Array.from({ length: 69 }, (_, i) => payload(i)));
  expect(alice.sent).toEqual([]);
});
