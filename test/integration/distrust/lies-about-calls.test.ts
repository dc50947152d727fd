// A server that lies about calls: whatever it says of them, nobody but the two is connected.
// `CHAT8_LIES=all` tells all of them.
import { expect, test } from 'bun:test';
import { openCast } from '../../support/hostile/cast';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

test('no frame and no answer about calls that is untrue breaks a promise', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const recorded = await record(cast, 'call');
  const frames = ['ack', 'call_accepted', 'call_ended', 'call_entry', 'call_signal'];
  expect(recorded.heard.call).toEqual(expect.arrayContaining([...frames, 'voice_call_invite']));
  expect(recorded.asked.call).toContain('GET /calls/ice-servers?call_id');
  const lies = [...liesOf(recorded, 'frame', ['call']), ...liesOf(recorded, 'answer', ['call'])];
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);
