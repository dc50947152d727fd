// Nothing alarms anybody whose server is honest. `CHAT8_LIVES=20000` lives longer, `CHAT8_SEED`
// lives the same life again.
import { expect, test } from 'bun:test';
import { liveAtRandom } from '../../support/lives/at-random';
import { startOperated } from '../../support/lives/operated';

const steps = Number(process.env.CHAT8_LIVES ?? 200);
const seed = Number(process.env.CHAT8_SEED ?? 20_260_102);

test('with an honest server every message opens, and nothing alarms anybody', async () => {
  await using server = await startOperated();
  expect({ seed, alarms: await liveAtRandom(server, seed, steps) }).toEqual({ seed, alarms: [] });
}, 14_400_000);
