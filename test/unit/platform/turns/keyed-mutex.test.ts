// Whoever brings many pieces of work at once waits for his own.
import { expect, test } from 'bun:test';
import { createKeyedMutex } from '../../../../src/platform/turns/keyed-mutex';

const [alice, mallory] = [1, 2];

test('a person is inside once, others beside, and each leaves for the next in order', async () => {
  const enter = createKeyedMutex();
  const inside: string[] = [];
  const leaves: (() => void)[] = [];
  const come = (who: number, name: string) =>
    enter(who).then((leave) => {
      inside.push(name);
      leaves.push(leave);
    });
  const all = [come(mallory, 'first'), come(mallory, 'second'), come(alice, 'alice')];
  await all[0];
  await all[2];
  expect(inside).toEqual(['first', 'alice']);
  leaves[0]?.();
  await all[1];
  expect(inside).toEqual(['first', 'alice', 'second']);
  for (const leave of leaves) leave();
  await come(mallory, 'third');
  expect(inside.at(-1)).toBe('third');
});
