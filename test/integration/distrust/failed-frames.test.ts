// A server whose frames fail: each that the client hears, in each way.
// `CHAT8_LIES=all` tells each of them among all states of friends, and looks at the device after each.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { FAILED_WAYS } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no frame that fails breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'compare');
  const lies = liesOf(recorded, 'frame', ['talk', 'look', 'leave', 'compare'], FAILED_WAYS);
  expect(await breaking(cast, recorded, lies)).toEqual({});
}, 600_000);
