// The relay as it runs: a thread with real sockets.
import { expect, test } from 'bun:test';
import { ATTRIBUTE } from '../../../src/relay/stun/codes';
import {
  type OpenWire,
  openClient,
  overTcp,
  overUdp,
  pausableTcp,
} from '../../support/relay/client';
import { type Here, secret, startHere, twoOf } from '../../support/relay/here';
import { addressIn, credentialsFor, dataIn } from '../../support/relay/messages';
import { eventually } from '../../support/timing';

const handed = ({ handoverHeader }: Here, address: string) =>
  overTcp('127.0.0.1', Buffer.from(handoverHeader(address, 4_711)));

test('two people are relayed to each other by UDP, TCP and the TLS front, in every mix', async () => {
  await using relay = await startHere();
  const { port, handover_port } = relay;
  const wires: Record<string, [OpenWire, number]> = {
    udp: [overUdp(), port],
    tcp: [overTcp(), port],
    tls: [handed(relay, '203.0.113.7'), handover_port],
  };
  for (const [name, [one, one_port]] of Object.entries(wires)) {
    for (const [other, [two, two_port]] of Object.entries(wires)) {
      using both = await twoOf(port, `call ${name} ${other}`, [one, two], [one_port, two_port]);
      await both.talk();
    }
  }
  // The main thread was asked once for each call.
  expect(relay.asked).toHaveLength(9);
  const { packets, allocations_made, refused } = await relay.stats();
  expect([packets, allocations_made, refused.unproven]).toEqual([18, 18, 18]);
  // Connections that closed took their allocations with them.
  await eventually(async () => (await relay.stats()).connections === 0);
});

test('the front’s client has his own address in the relay, and nobody else connects there', async () => {
  await using relay = await startHere();
  const alices = credentialsFor(secret, 'call', 1);
  const wire = handed(relay, '::ffff:203.0.113.7');
  using alice = await openClient(wire, relay.handover_port, alices);
  const { message } = await alice.allocate();
  expect(addressIn(message, ATTRIBUTE.xorMappedAddress)).toEqual({
    address: '203.0.113.7',
    port: 4_711,
  });
  const guess = overTcp('127.0.0.1', Buffer.alloc(50));
  using mallory = await openClient(guess, relay.handover_port, alices);
  await eventually(async () => (await relay.stats()).refused.connections === 1);
  expect(mallory.data).toEqual([]);
});

test('a call that is told needs no question, and its end frees its allocations within a second', async () => {
  await using relay = await startHere({ callOf: () => undefined });
  relay.beginCall({ call_id: 'told', member_ids: [1, 2] });
  using both = await twoOf(relay.port, 'told', [overUdp(), overTcp()]);
  await both.talk();
  relay.endCall('told');
  await eventually(async () => (await relay.stats()).allocations === 0, 1_000);
  expect(await both.alice.refresh(600)).toBe(437);
  expect((await both.alice.allocate()).code).toBe(401);
});

test('what one person has is ended, in one call or in all', async () => {
  await using relay = await startHere();
  using both = await twoOf(relay.port, 'call', [overUdp(), overUdp()]);
  relay.endAllocationsOf(1, 'another');
  expect(await both.alice.refresh(600)).toBe(0);
  relay.endAllocationsOf(1);
  expect((await relay.stats()).allocations).toBe(1);
  expect([await both.alice.refresh(600), await both.bob.refresh(600)]).toEqual([437, 0]);
});

test('a call goes on while the main thread does nothing', async () => {
  await using relay = await startHere();
  const child = Bun.spawn([process.execPath, '-e', TALKING], {
    cwd: import.meta.dir,
    env: { ...Bun.env, RELAY_PORT: String(relay.port), RELAY_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const reader = child.stdout.getReader();
  await reader.read();
  // A busy machine may leave nothing for the two others in one of these times.
  await eventually(async () => {
    const { packets } = await relay.stats();
    Bun.sleepSync(400);
    return (await relay.stats()).packets - packets > 50;
  }, 1_000);
  child.kill();
  await child.exited;
});

/** A process of its own: two clients of one call, and a packet each millisecond. */
const TALKING = `
  import { openClient, overUdp } from '../../support/relay/client';
  import { credentialsFor } from '../../support/relay/messages';
  const [port, secret] = [Number(process.env.RELAY_PORT), process.env.RELAY_SECRET];
  const open = (id) => openClient(overUdp(), port, credentialsFor(secret, 'call', id));
  const [alice, bob] = [await open(1), await open(2)];
  const [a, b] = [await alice.allocate(), await bob.allocate()];
  await alice.permit(a.relayed.address);
  await bob.permit(a.relayed.address);
  setInterval(() => alice.send(b.relayed.address, b.relayed.port, Buffer.alloc(160)), 1);
  console.log('talking');
`;

test('a relay that ends by a fault says so once, and the next one has its port', async () => {
  const relay = await startHere();
  using both = await twoOf(relay.port, 'call', [overUdp(), overTcp()]);
  relay.throwInside();
  await eventually(() => relay.exits.length > 0);
  expect((await relay.stats()).allocations).toBe(0);
  await using next = await startHere({ port: relay.port });
  using again = await twoOf(next.port, 'call', [overUdp(), overTcp()]);
  await again.talk();
  await relay.stop();
  expect([relay.exits, next.exits]).toEqual([['the relay was told to fail'], []]);
  expect(both.bob.data).toEqual([]);
});

test('a TCP reader that stops gets whole frames when it reads again, and no others wait for it', async () => {
  await using relay = await startHere({ limits: { allocation_mbit: 10_000 }, mbit: 10_000 });
  const frames: Buffer[] = [];
  const byTcp = pausableTcp();
  using both = await twoOf(relay.port, 'call', [overUdp(), byTcp.open]);
  const { relayed } = both;
  byTcp.pause();
  both.bob.onData((frame) => frames.push(frame));
  let sent = 0;
  await eventually(async () => {
    for (let i = 0; i < 100; i += 1) {
      both.alice.send(relayed.address, relayed.port, Buffer.alloc(1_000, sent + i));
    }
    sent += 100;
    return (await relay.stats()).refused.slow_reader > 10;
  });
  byTcp.resume();
  await both.bob.refresh(600);
  expect(frames.length).toBeGreaterThan(100);
  for (const frame of frames) {
    const payload = dataIn(frame)?.payload;
    expect(payload?.equals(Buffer.alloc(1_000, payload[0]))).toBe(true);
  }
  expect((await relay.stats()).packets).toBeGreaterThan(frames.length);
  both.bob.onData((frame) => both.bob.data.push(frame));
  await both.talk();
});

test('after it stopped nothing of it is left, and stopping again is nothing', async () => {
  const relay = await startHere();
  const { port } = relay;
  using alice = await openClient(overUdp(), port, credentialsFor(secret, 'call', 1));
  expect((await alice.allocate()).code).toBe(0);
  await relay.stop();
  await relay.stop();
  relay.endCall('call');
  expect([(await relay.stats()).allocations, relay.exits]).toEqual([0, []]);
  const udp = await Bun.udpSocket({ hostname: '127.0.0.1', port });
  udp.close();
});
