// What a socket was closed for reaches its client, however late that one reads.
import { expect, test } from 'bun:test';
import { manualClock } from '../../support/clock';
import { connectSilent } from '../../support/network/silent';
import { register } from '../../support/person';
import { startServer } from '../../support/server';

/** The runtime counts in steps of four seconds: a socket that has four to live may have none. */
const reads_after_ms = 5_000;

test('who floods, goes on, and reads seconds later is told that it was a flood', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'on' }, manualClock());
  const eve = await register(server.url, 'eve');
  const flood = await connectSilent(server.url, `/ws/${eve.id}?token=${eve.token}`);
  // Their answers are more than the system takes for a client that does not read.
  for (let i = 0; i < 3_000; i += 1) flood.send('{"type":"nonsense"}');
  await Bun.sleep(reads_after_ms);
  flood.send('{"type":"nonsense"}');
  await flood.read(Number.POSITIVE_INFINITY);
  const reason = 'too many frames';
  const end = flood.last().subarray(-2 - reason.length);
  expect([end.readUInt16BE(), end.toString('latin1', 2)]).toEqual([4429, reason]);
}, 300_000);
