// A server that lies in single answers: each that the client uses, in each way.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { startServer } from '../../support/server';

test('no answer that is untrue breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast);
  const lies = liesOf(recorded, 'answer', ['talk']);
  expect(await breaking(cast, recorded, lies)).toEqual({});
}, 600_000);
