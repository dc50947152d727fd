// What one brings beyond a burst takes its time, holds up nobody else, and is forgotten after a rest.
import { expect, test } from 'bun:test';
import { createThrottle } from '../../../src/platform/throttle';

const [alice, mallory] = [1, 2];

test('beyond a burst what one person brings is held up to the rate, and nobody else is', async () => {
  let time_ms = 1_000_000;
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    time_ms += ms;
  };
  const { pass } = createThrottle({ per_s: 100, burst: 300, now: () => time_ms, sleep });
  for (let i = 0; i < 3; i += 1) await pass(mallory, 100);
  expect(slept).toEqual([]);
  await pass(mallory, 100);
  await pass(mallory, 50);
  expect(slept).toEqual([1_000, 500]);
  await pass(alice, 300);
  expect(slept).toHaveLength(2);
  // After a rest there is a burst again, and no more than one.
  time_ms += 60_000;
  await pass(mallory, 300);
  expect(slept).toHaveLength(2);
  await pass(mallory, 10);
  expect(slept.at(-1)).toBe(100);
});

test('whoever has a whole burst again is forgotten, and whoever does not is not', async () => {
  let time_ms = 1_000_000;
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const { pass, size } = createThrottle({ per_s: 100, burst: 300, now: () => time_ms, sleep });
  await pass(mallory, 6_000);
  for (let person = 10; person < 10_000; person += 1) {
    await pass(person, 1);
    time_ms += 1;
  }
  expect(slept).toEqual([57_000]);
  expect(size()).toBeLessThan(130);
  await pass(mallory, 1);
  expect(slept).toEqual([57_000, 57_000 - 9_990 + 10]);
});
