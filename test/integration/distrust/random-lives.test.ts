// Nothing alarms anybody whose server is honest, and all their devices say the same of all that was
// said. `CHAT8_LIVES=20000` lives longer, `CHAT8_SEED` lives another life, and
// `CHAT8_STEPS=12,3132-3148` only some steps of it.
import { expect, test } from 'bun:test';
import { liveAtRandom } from '../../support/lives/at-random';
import { startOperated } from '../../support/lives/operated';

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
const chosen = process.env.CHAT8_STEPS?.split(',').flatMap((part) => {
  const [from = 0, to = from] = part.split('-').map(Number);
  return upTo(from, to);
});
const steps = chosen ?? upTo(0, Number(process.env.CHAT8_LIVES ?? 120) - 1);
const seed = Number(process.env.CHAT8_SEED ?? 20_260_102);

test('with an honest server every message opens, and nothing alarms anybody', async () => {
  await using server = await startOperated();
  expect({ seed, alarms: await liveAtRandom(server, seed, steps) }).toEqual({ seed, alarms: [] });
}, 14_400_000);
