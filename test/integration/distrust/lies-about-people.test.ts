// A server that lies about who becomes a friend, by whose link, and who no longer is one.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no lie about requests, links, removals and blocks breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'meet');
  const lies = [...liesOf(recorded, 'answer', ['meet']), ...liesOf(recorded, 'frame', ['meet'])];
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);
