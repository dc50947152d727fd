// A server that lies in what it tells by itself, and in what is asked for beside the conversations.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record, thirdOf } from '../../support/hostile/matrix';
import { startServer } from '../../support/server';

test('no frame that is untrue breaks a promise, nor what is asked for beside the messages', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast);
  const lies = [
    ...liesOf(recorded, 'frame', ['talk', 'look', 'leave', 'compare']),
    ...thirdOf(liesOf(recorded, 'answer', ['look', 'leave', 'compare', 'sendLarge'])),
  ];
  expect(await breaking(cast, recorded, lies)).toEqual({});
}, 600_000);
