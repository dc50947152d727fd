// A server whose single answers say something else: each that the client uses, in each way.
// `CHAT8_LIES=all` tells each of them among all states of friends, and looks at the device after each.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { FALSE_WAYS } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no answer that is untrue breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'talk');
  const lies = liesOf(recorded, 'answer', ['talk'], FALSE_WAYS);
  expect(await breaking(cast, recorded, lies)).toEqual({});
}, 600_000);
