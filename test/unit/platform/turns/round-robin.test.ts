// Whoever has many pieces of work waits for himself.
import { expect, test } from 'bun:test';
import { createRoundRobin } from '../../../../src/platform/turns/round-robin';

const [alice, mallory] = [1, 2];
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('people take turns, a piece for each turn of the event loop', async () => {
  const done: string[] = [];
  const take = createRoundRobin<string>((task) => done.push(task));
  for (let i = 0; i < 5; i += 1) take(mallory, `mallory ${i}`);
  take(mallory, 'mallory 0');
  take(alice, 'alice 0');
  take(alice, 'alice 1');
  expect(done).toEqual([]);
  await turn();
  expect(done).toHaveLength(1);
  for (let i = 0; i < 6; i += 1) await turn();
  expect(done).toEqual([
    ...['mallory 0', 'alice 0', 'mallory 1', 'alice 1'],
    ...['mallory 2', 'mallory 3', 'mallory 4'],
  ]);
});
