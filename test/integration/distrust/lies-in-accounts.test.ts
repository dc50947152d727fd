// A server that lies when password, code, key and sessions change, and when somebody goes.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no lie about a changed password, an ended session or a goodbye breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast);
  const lies = [
    ...liesOf(recorded, 'answer', ['change', 'signOut', 'erase']),
    ...liesOf(recorded, 'frame', ['change', 'signOut', 'erase']),
  ];
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);
