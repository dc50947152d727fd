// The end of a call that can't be stored, as on a full disk.
import { expect, test } from 'bun:test';
import { startCallTimeouts } from '../../../src/features/calls/timeouts';
import { Refusal } from '../../../src/protocol/errors';
import { awaySide, createLiveCalls } from '../../../src/realtime/live-calls';
import { manualClock } from '../../support/clock';
import { eventually } from '../../support/timing';

test('an end that can’t be stored is tried again every five seconds, and said each time', async () => {
  const clock = manualClock();
  const liveCalls = createLiveCalls();
  const said: string[] = [];
  const ledger = { write: () => Promise.reject(new Refusal('cannotStore')) };
  const log = { warn: (message: string) => void said.push(message) };
  const caller = awaySide(1, 1, clock.now());
  liveCalls.ring({ id: 'c', kind: 'voice', callee_id: 2, caller }, clock.now());
  const stop = startCallTimeouts({ clock, liveCalls, ledger, log } as never);
  clock.advance(45_000);
  await eventually(() => said.length === 1);
  clock.advance(4_999);
  await Bun.sleep(450);
  expect(said).toHaveLength(1);
  clock.advance(1);
  await eventually(() => said.length === 2);
  expect(liveCalls.get('c')).toBeDefined();
  stop();
});
