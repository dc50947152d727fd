// The relay as it runs: a thread with real sockets.
import { expect, test } from 'bun:test';
import { networkInterfaces } from 'node:os';
import { PortError } from '../../../src/platform/port';
import { type RelayOptions, startRelay } from '../../../src/relay/relay';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { readMessage } from '../../../src/relay/stun/read';
import { type OpenWire, openClient, overTcp, overUdp } from '../../support/relay/client';
import { addressIn, credentialsFor, dataIn, request } from '../../support/relay/messages';
import { eventually } from '../../support/scratch';

const secret = 'the secret of the relay';

const startHere = async (options: Partial<RelayOptions> = {}) => {
  const asked: string[] = [];
  const exits: string[] = [];
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    secret,
    callOf(call_id) {
      asked.push(call_id);
      return call_id.startsWith('call') ? { call_id, member_ids: [1, 2] } : undefined;
    },
    onExit: (reason) => exits.push(reason),
    ...options,
  });
  return { ...relay, asked, exits, [Symbol.asyncDispose]: relay.stop };
};

type Here = Awaited<ReturnType<typeof startHere>>;

/** alice and bob, who talk to each other. */
const twoOf = async (
  port: number,
  call_id: string,
  ways: [OpenWire, OpenWire],
  at = [port, port],
) => {
  const [first, second] = ways;
  const alice = await openClient(first, at[0] ?? port, credentialsFor(secret, call_id, 1));
  const bob = await openClient(second, at[1] ?? port, credentialsFor(secret, call_id, 2));
  const [a, b] = [(await alice.allocate()).relayed, (await bob.allocate()).relayed];
  await alice.permit(a.address);
  await bob.bind(0x4000, a.address, a.port);
  return {
    alice,
    bob,
    /** Until it came both ways. */
    async talk() {
      const text = crypto.randomUUID();
      alice.send(b.address, b.port, Buffer.from(text));
      await eventually(() => bob.data.length > 0);
      bob.sendThrough(0x4000, Buffer.from(text));
      await eventually(() => alice.data.length > 0);
      const [there, back] = [bob.data.splice(0)[0], alice.data.splice(0)[0]];
      expect(there && dataIn(there)).toEqual({ from: 'channel 16384', payload: Buffer.from(text) });
      expect(back && dataIn(back)?.payload).toEqual(Buffer.from(text));
    },
    [Symbol.dispose]() {
      alice.wire.close();
      bob.wire.close();
    },
  };
};

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
  const began = performance.now();
  relay.endCall('told');
  await eventually(async () => (await relay.stats()).allocations === 0);
  expect(performance.now() - began).toBeLessThan(1_000);
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
  const { packets } = await relay.stats();
  Bun.sleepSync(400);
  expect((await relay.stats()).packets - packets).toBeGreaterThan(50);
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

test('a port that another program has is refused in words, for UDP and for TCP', async () => {
  const udp = await Bun.udpSocket({ hostname: '127.0.0.1' });
  const tcp = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } });
  for (const { port } of [udp, tcp]) {
    const refused = startHere({ port }).catch((error: unknown) => error);
    expect(await refused).toEqual(new PortError(`port ${port} is in use by another program`));
  }
  udp.close();
  tcp.stop(true);
  const foreign = startHere({ host: '192.0.2.250' }).catch((error: unknown) => error);
  expect(await foreign).toBeInstanceOf(PortError);
});

test('Binding is answered on the next port too, and nothing else is', async () => {
  await using relay = await startHere();
  expect(relay.has_second_port).toBe(true);
  using alice = await openClient(overUdp(), relay.port + 1, credentialsFor(secret, 'call', 1));
  const answer = await alice.ask(request(TYPE.binding));
  expect(addressIn(answer, ATTRIBUTE.xorMappedAddress)?.address).toBe('127.0.0.1');
  alice.wire.send(request(TYPE.allocate));
  await eventually(async () => (await relay.stats()).refused.junk === 1);
});

test('if the next port is taken, the relay does without it', async () => {
  const free = await startHere();
  const { port } = free;
  await free.stop();
  const other = await Bun.udpSocket({ hostname: '127.0.0.1', port: port + 1 });
  await using relay = await startHere({ port });
  expect(relay.has_second_port).toBe(false);
  other.close();
});

test('on a machine with several addresses each one answers from itself', async () => {
  await using relay = await startHere({ host: undefined });
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80'));
  expect(own.length).toBeGreaterThanOrEqual(1);
  for (const hostname of own) {
    const answer = Promise.withResolvers<[string, number | undefined]>();
    const socket = await Bun.udpSocket({
      hostname,
      socket: {
        data: (_, bytes, _port, address) => answer.resolve([address, readMessage(bytes)?.type]),
      },
    });
    socket.send(request(TYPE.binding), relay.port, hostname);
    expect(await answer.promise).toEqual([hostname, 0x0101]);
    socket.close();
    using alice = await openClient(
      overTcp(hostname),
      relay.port,
      credentialsFor(secret, 'call', 1),
    );
    expect((await alice.allocate()).code).toBe(0);
  }
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
