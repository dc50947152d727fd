// Until nothing waits to be pushed, and nothing is on its way, under a clock that stands still.
import { expect } from 'bun:test';
import { push_every_ms } from '../../../src/protocol/push-limits';
import type { manualClock } from '../clock';
import { eventually } from '../scratch';
import type { startServer } from '../server';

const patience_ms = 2_000;
const turns_max = 5;

/**
 * What the first housekeeping after a start finds unpushed, while the push of it is on its way, waits
 * for its turn: the clock goes on if nothing else does.
 */
export const pushesSettled = async (
  { world }: Pick<Awaited<ReturnType<typeof startServer>>, 'world'>,
  clock: Pick<ReturnType<typeof manualClock>, 'advance'>,
): Promise<void> => {
  const isSettled = () => world.push.waiting() === 0;
  for (let turns = 0; turns < turns_max && !isSettled(); turns += 1) {
    await eventually(isSettled, patience_ms).catch(() => clock.advance(push_every_ms));
  }
  expect(world.push.waiting()).toBe(0);
};
