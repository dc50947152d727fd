import { expect, test } from 'bun:test';
import { createFairQueue } from '../../../../src/platform/turns/fair-queue';

/** One lane that is held, and who came through it, in order. */
const scene = (waiting_max: number) => {
  const queue = createFairQueue(1, waiting_max);
  const served: string[] = [];
  const held = Promise.withResolvers<void>();
  const running = [queue(() => held.promise, 'first')];
  const refused: string[] = [];
  const come = (who: string) =>
    running.push(queue(async () => void served.push(who), who).catch(() => void refused.push(who)));
  const settled = async () => {
    held.resolve();
    await Promise.all(running);
    return { served: served.join(' '), refused: refused.sort().join(' ') };
  };
  return { come, settled };
};

test('who comes once does not wait for all of one who came often', async () => {
  const { come, settled } = scene(10);
  for (const who of ['mallory', 'mallory', 'mallory', 'alice', 'bob', 'alice']) come(who);
  expect(await settled()).toEqual({
    served: 'mallory alice bob mallory alice mallory',
    refused: '',
  });
});

test('where the line is full, who has most in it makes room', async () => {
  const { come, settled } = scene(4);
  for (const who of ['mallory', 'mallory', 'bob', 'mallory']) come(who);
  for (const who of ['mallory', 'alice', 'carol', 'bob', 'dave']) come(who);
  // Mallory's fifth is refused at once, then the last two of hers; nobody gives up his only place.
  expect(await settled()).toEqual({
    served: 'mallory bob alice carol',
    refused: 'bob dave mallory mallory mallory',
  });
});
