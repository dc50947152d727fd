// How much one person may send the other in a call.
import { expect, test } from 'bun:test';
import { ask, callScene, done } from '../../support/calls/scene';
import { manualClock } from '../../support/clock';

test('1,200 signals or 16 MiB of them a minute are a person’s, and the other one’s are their own', async () => {
  const clock = manualClock();
  await using it = await callScene({ CHAT8_RATE_LIMIT: 'on' }, clock);
  const { alicePhone, bobPhone } = it;
  const { call_id } = await it.runs();
  const sends = (socket: typeof alicePhone, count: number, payload: string) => {
    for (let i = 0; i < count; i += 1) {
      socket.send({ type: 'call_signal', data: { call_id, payload } });
    }
  };
  sends(alicePhone, 1_200, 'x');
  const beyond = await ask(alicePhone, 'call_signal', { call_id, payload: 'x' });
  expect(beyond.data).toMatchObject({ code: 'REQUEST_006', details: { retry_after_s: 60 } });
  await done(bobPhone, 'call_signal', { call_id, payload: 'x' });
  await bobPhone.settled();
  const heard = () => bobPhone.frames.filter(({ type }) => type === 'call_signal').length;
  expect(heard()).toBe(1_200);
  clock.advance(60_000);
  const largest = 'x'.repeat(64 * 1_024 - 2);
  // One after the other: a device that reads slower than they come is no matter of this count.
  for (let i = 0; i < 256; i += 1)
    await done(alicePhone, 'call_signal', { call_id, payload: largest });
  const more = await ask(alicePhone, 'call_signal', { call_id, payload: 'x' });
  expect(more.data.code).toBe('REQUEST_006');
  await bobPhone.settled();
  expect(heard()).toBe(1_456);
  // Whoever sent too much can still hang up.
  await done(alicePhone, 'call_hangup', { call_id });
}, 300_000);
