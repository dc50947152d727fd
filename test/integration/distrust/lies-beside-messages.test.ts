// A server that lies in what is asked for beside the conversations.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no lie about what is asked for beside the messages breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'sendLarge');
  const lies = liesOf(recorded, 'answer', ['look', 'leave', 'compare', 'sendLarge']);
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);
