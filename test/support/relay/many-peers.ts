// A process that has a relay, and two people of a call who send to 10,000 random addresses through it:
// `bun many-peers.ts`. It says what the relay counted.
import { startRelay } from '../../../src/relay/relay';
import { seeded } from '../attack/nonsense';
import { openClient, overTcp, overUdp } from './client';
import { credentialsFor } from './messages';

const secret = 'the secret of the relay';
const peers = 10_000;

const relay = await startRelay({
  host: undefined,
  port: 0,
  secret,
  callOf: (call_id) => ({ call_id, member_ids: [1, 2] }),
  limits: { proven_burst: 1_000_000 },
});
const alice = await openClient(overUdp(), relay.port, credentialsFor(secret, 'call', 1));
const bob = await openClient(overTcp(), relay.port, credentialsFor(secret, 'call', 2));
const random = seeded(20_261_129);
const below = (count: number) => Math.floor(random() * count);
for (const one of [alice, bob]) await one.allocate();
for (let i = 0; i < peers; i += 1) {
  const address = [1 + below(223), below(256), below(256), below(256)].join('.');
  const port = 1 + below(65_535);
  const one = i % 2 === 0 ? alice : bob;
  // Each gets what a client can ask for: a permission, sometimes a channel, and data.
  if (i % 10 < 2) await one.permit(address, port);
  if (i % 500 < 2) await one.bind(0x4000 + i, address, port);
  one.send(address, port, Buffer.from('hello'));
  one.sendThrough(0x4000 + i - (i % 500), Buffer.from('hello'));
}
// After everything that came before it.
for (const one of [alice, bob]) await one.refresh(600);
process.stdout.write(`${JSON.stringify(await relay.stats())}\n`);
for (const one of [alice, bob]) one.wire.close();
await relay.stop();
