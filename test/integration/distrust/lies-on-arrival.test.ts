// A server that lies to whoever comes in: by a link, by signing in, with a damaged vault.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no lie to somebody who registers or signs in breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'walkBack');
  const lies = [
    ...liesOf(recorded, 'answer', ['arrive', 'signIn', 'walkBack']),
    ...liesOf(recorded, 'frame', ['arrive', 'signIn', 'walkBack']),
  ];
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);
