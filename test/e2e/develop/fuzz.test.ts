import { expect, test } from 'bun:test';
import { fuzz } from '../../support/attack/fuzz';
import { startExecutable } from '../../support/executable';

test('5,000 requests of seeded nonsense end no process and find no fault', async () => {
  await using server = await startExecutable();
  const { statuses, frames } = await fuzz(server.url, 20_261_124, 5_000);
  const count = Object.values(statuses).reduce((sum, each) => sum + each, 0);
  expect(count).toBeGreaterThanOrEqual(5_000);
  expect(statuses['200']).toBeGreaterThan(1_000);
  expect(frames).toBeGreaterThan(1_000);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(server.output()).not.toContain('a request failed');
  expect(await server.stop()).toBe(0);
}, 300_000);
