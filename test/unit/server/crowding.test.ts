// Who has to go when there are too many connections: first those that say nothing.
import { expect, test } from 'bun:test';
import { createCondition } from '../../../src/platform/condition';
import { createCrowding } from '../../../src/server/crowding';
import { manualClock } from '../../support/clock';

const nothing = () => {};

test('what is idle is closed only if there is still no room after three seconds', () => {
  const condition = createCondition();
  const clock = manualClock();
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  let isFull = true;
  const ended: string[] = [];
  const look = createCrowding(
    { condition, clock, log },
    { max: 200, connections_max: Number.POSITIVE_INFINITY },
    {
      isFull: () => isFull,
      endSilent: () => ended.push('silent'),
      endIdle: () => void ended.push('idle'),
    },
  );
  const looks = (count: number) => {
    for (let each = 0; each < count; each += 1) look();
  };
  looks(11);
  expect([...new Set(ended)]).toEqual(['silent']);
  expect(condition.is_crowded).toBe(true);
  look();
  expect(ended.slice(-2)).toEqual(['silent', 'idle']);
  // From then on those who come are members: again after as long as that.
  ended.length = 0;
  looks(11);
  expect([...new Set(ended)]).toEqual(['silent']);
  isFull = false;
  look();
  expect(condition.is_crowded).toBe(true);
  clock.advance(60_001);
  look();
  expect(condition.is_crowded).toBe(false);
});
