// Where the relay stands: its ports, and the addresses of the machine.
import { expect, test } from 'bun:test';
import { networkInterfaces } from 'node:os';
import { PortError } from '../../../src/platform/port';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { readMessage } from '../../../src/relay/stun/read';
import { openClient, overTcp, overUdp } from '../../support/relay/client';
import { secret, startHere } from '../../support/relay/here';
import { addressIn, credentialsFor, request } from '../../support/relay/messages';
import { eventually } from '../../support/timing';
import { freePort } from '../../support/tls';

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
  await using relay = await startHere({ port: await freePort() });
  expect(relay.has_second_port).toBe(true);
  using alice = await openClient(overUdp(), relay.port + 1, credentialsFor(secret, 'call', 1));
  const answer = await alice.ask(request(TYPE.binding));
  expect(addressIn(answer, ATTRIBUTE.xorMappedAddress)?.address).toBe('127.0.0.1');
  alice.wire.send(request(TYPE.allocate));
  await eventually(async () => (await relay.stats()).refused.junk === 1);
});

test('if the next port is taken, the relay does without it', async () => {
  const port = await freePort();
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
