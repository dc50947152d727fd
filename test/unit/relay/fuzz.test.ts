// Nonsense over UDP and TCP, by a seed, while a call goes on. `CHAT8_RELAY_PACKETS=1000000` sends
// more, `CHAT8_SEED` the same again.
import { expect, test } from 'bun:test';
import { seeded } from '../../support/attack/nonsense';
import { credentialsFor, dataIn } from '../../support/relay/messages';
import { createNonsense } from '../../support/relay/nonsense';
import { RELAYED, secret, twoInACall } from '../../support/relay/scene';

const packets = Number(process.env.CHAT8_RELAY_PACKETS ?? 20_000);
const seed = Number(process.env.CHAT8_SEED ?? 20_261_128);
/** A new call each time, so that one that was ended is followed by one that lives. */
const packets_per_life = 1_000;
const unlimited = { unproven_burst: 1e9, unproven_total_per_s: 1e9, proven_burst: 1e9 };

/** Answers to whoever has proven nothing are no longer than this. */
const unproven_bytes_max = 56;

const live = (seed_of_life: number, count: number) => {
  const it = twoInACall({ limits: unlimited });
  it.alice.bind(0x4000, it.bobPort);
  it.bob.bind(0x4000, it.alicePort);
  const nonsense = createNonsense(seeded(seed_of_life));
  const { below, pick } = nonsense;
  const carol = it.client('203.0.113.3', 50_000, credentialsFor(secret, 'call', 1));
  carol.prepare();
  const signers = [undefined, carol.signer(), it.alice.signer()];
  let stream = it.stream('203.0.113.4');
  const mallory = '203.0.113.66:6666';
  for (let i = 0; i < count; i += 1) {
    const bytes = nonsense.packet(pick([it.alicePort, it.bobPort, 60_000]), pick(signers));
    const way = below(4);
    if (way === 0) carol.push(bytes);
    else if (way === 1) it.receive(Buffer.from(bytes), 6_666, '203.0.113.66');
    else if (way === 2) it.alice.push(bytes);
    else {
      stream.push(bytes);
      for (const written of stream.take()) expect(written.length % 4).toBe(0);
      if (stream.isClosed()) {
        stream.connection.gone();
        stream = it.stream('203.0.113.4');
      }
    }
    for (const { to, bytes: answer } of it.sent) {
      expect(to).toMatch(/^203\.0\.113\.([123]:50000|66:6666)$/);
      if (to === mallory) expect(answer.length).toBeLessThanOrEqual(unproven_bytes_max);
    }
    it.sent.length = 0;
    if (below(200) === 0) it.passes(below(30));
  }
  return it;
};

test(`${packets} packets of nonsense end nothing, reach nobody else, and leave nothing behind`, () => {
  let relayed = 0;
  for (let sent = 0; sent < packets; sent += packets_per_life) {
    const seed_of_life = seed + sent / packets_per_life;
    try {
      const it = live(seed_of_life, Math.min(packets_per_life, packets - sent));
      relayed += it.stats.packets;
      // Whatever happened to the first two, another two call each other as if it hadn't.
      it.server.calls.end('call');
      expect([it.stats.allocations, it.stats.calls]).toEqual([0, 0]);
      it.live('call', 1, 2);
      const [alice, bob] = [it.client('203.0.113.11'), it.client('203.0.113.12')];
      const [, port] = [alice.allocate(), bob.allocate().port];
      alice.permit();
      bob.permit();
      alice.send(port, Buffer.from('hello'));
      const [only, ...more] = it.sent;
      expect([only && dataIn(only.bytes)?.payload.toString(), more]).toEqual(['hello', []]);
      expect(only && dataIn(only.bytes)?.from).toStartWith(RELAYED);
      it.passes(700);
      expect([it.stats.allocations, it.stats.calls]).toEqual([0, 0]);
    } catch (error) {
      throw new Error(`the life of seed ${seed_of_life}`, { cause: error });
    }
  }
  expect(relayed).toBeGreaterThan(packets / 100);
}, 1_800_000);
