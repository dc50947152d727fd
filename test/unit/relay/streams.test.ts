// TCP: frames in pieces, slow readers, connections that prove nothing, and those of the TLS front.
import { expect, test } from 'bun:test';
import { handoverHeader } from '../../../src/relay/handover';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { channelData, credentialsFor, dataIn, request, UDP } from '../../support/relay/messages';
import { handover_key, relayScene, secret } from '../../support/relay/scene';

const bobs = credentialsFor(secret, 'call', 2);

/** alice by TCP and bob by UDP, with a channel to each other. */
const mixed = () => {
  const scene = relayScene();
  const alice = scene.stream('203.0.113.1');
  const bob = scene.client('203.0.113.2', 50_000, bobs);
  const [alicePort, bobPort] = [alice.allocate().port, bob.allocate().port];
  alice.bind(0x4000, bobPort);
  bob.bind(0x4000, alicePort);
  return { ...scene, alice, bob, alicePort, bobPort };
};

test('data between TCP and UDP are padded on the one and not on the other', () => {
  const { alice, bob } = mixed();
  for (const length of [0, 1, 2, 3, 4, 5, 160, 1_199]) {
    const payload = Buffer.alloc(length, 7);
    alice.push(channelData(0x4000, payload, true));
    expect(bob.exchange(Buffer.alloc(0))).toEqual([]);
    alice.push(channelData(0x4000, payload, true));
    expect(bob.data()).toEqual([{ from: 'channel 16384', payload }]);
    bob.sendThrough(0x4000, payload);
    const [bytes] = alice.take();
    expect([bytes?.length, (bytes?.length ?? 1) % 4]).toEqual([4 + length + (-length & 3), 0]);
    expect(bytes && dataIn(bytes)?.payload).toEqual(payload);
  }
});

test('frames come in pieces of any size, and several at once', () => {
  const { alice, bob } = mixed();
  const payloads = [5, 160, 0, 33, 1_200].map((length) => Buffer.alloc(length, length));
  const all = Buffer.concat([
    ...payloads.map((payload) => channelData(0x4000, payload, true)),
    request(TYPE.binding),
  ]);
  for (const size of [1, 3, 7, 64, 999, all.length]) {
    for (let at = 0; at < all.length; at += size) alice.push(all.subarray(at, at + size));
    expect(bob.data().map((one) => 'payload' in one && one.payload)).toEqual(payloads);
    const [answer] = alice.take();
    expect([size, answer?.length]).toEqual([size, 32]);
  }
});

test.each<[string, Buffer]>([
  ['a STUN message that is too long', Buffer.from([0, 1, 0x08, 0])],
  ['ChannelData that are too long', Buffer.from([0x40, 0, 0x08, 0])],
  ['a message whose length is odd', Buffer.from([0, 1, 0, 3])],
  ['something else', Buffer.from('GET / HTTP/1.1\r\n')],
])('%s ends the connection, and its allocation', (_, bytes) => {
  const { alice, stats } = mixed();
  alice.push(bytes);
  expect([alice.isClosed(), stats.allocations, stats.refused.connections]).toEqual([true, 1, 1]);
  alice.push(request(TYPE.binding));
  expect(alice.take()).toEqual([]);
});

test('a frame of 2,048 bytes is whole', () => {
  const { alice, bob } = mixed();
  alice.push(channelData(0x4000, Buffer.alloc(2_044, 1)));
  expect(bob.data()).toEqual([{ from: 'channel 16384', payload: Buffer.alloc(2_044, 1) }]);
});

test('a reader that is too slow gets the frame that it began to read, and none in part', () => {
  const { alice, bob, stats } = mixed();
  const send = (byte: number) => bob.sendThrough(0x4000, Buffer.alloc(100, byte));
  const payloads = () => {
    const bytes = Buffer.concat(alice.take());
    expect(bytes.length % 104).toBe(0);
    return Array.from({ length: bytes.length / 104 }, (_, i) => bytes[104 * i + 4]);
  };
  alice.takes(150);
  for (const byte of [1, 2, 3, 4]) send(byte);
  expect(stats.refused.slow_reader).toBe(2);
  alice.takes(30);
  alice.connection.drain();
  send(5);
  alice.takes(Number.POSITIVE_INFINITY);
  alice.connection.drain();
  send(6);
  expect(payloads()).toEqual([1, 2, 6]);
});

test('an answer waits for a slow reader, up to 8 KiB of them', () => {
  const { alice, bob } = mixed();
  alice.takes(10);
  bob.sendThrough(0x4000, Buffer.alloc(1_000, 1));
  for (let i = 0; i < 1_000; i += 1) alice.push(request(TYPE.binding));
  alice.takes(Number.POSITIVE_INFINITY);
  alice.connection.drain();
  const bytes = Buffer.concat(alice.take()).subarray(1_004);
  expect(bytes.length % 32).toBe(0);
  expect(bytes.length).toBeGreaterThan(3_000);
  expect(bytes.length).toBeLessThanOrEqual(8_192);
});

test('a connection has ten seconds to prove something, and again once its allocation is over', () => {
  const { stream, passes, stats } = relayScene();
  const [alice, mallory, half] = [
    stream('203.0.113.1'),
    stream('203.0.113.2'),
    stream('203.0.113.3'),
  ];
  expect(alice.allocate().code).toBe(0);
  mallory.ask(request(TYPE.allocate, [UDP]));
  half.push(request(TYPE.binding).subarray(0, 15));
  passes(9);
  expect([mallory.isClosed(), half.isClosed()]).toEqual([false, false]);
  passes(2);
  expect([mallory.isClosed(), half.isClosed(), alice.isClosed()]).toEqual([true, true, false]);
  expect(stats.refused.connections).toBe(2);
  expect(alice.refresh(0)).toBe(0);
  passes(9);
  expect([alice.isClosed(), alice.allocate().code]).toEqual([false, 0]);
  passes(20);
  expect([alice.isClosed(), alice.refresh(0)]).toEqual([false, 0]);
  passes(11);
  expect(alice.isClosed()).toBe(true);
});

test('32 of an address may be unproven, 256 in all, and the proven are not counted', () => {
  const { stream, live } = relayScene({ limits: { unproven_connections: 40 } });
  const open = (address: string, count: number) =>
    Array.from({ length: count }, () => stream(address));
  const closed = (all: ReturnType<typeof open>) => all.filter((one) => one.isClosed()).length;
  const first = open('203.0.113.1', 33);
  expect(closed(first)).toBe(1);
  expect(closed(open('2001:db8::1', 4).concat(open('2001:db8::2', 6)))).toBe(2);
  live('call', 1, 2);
  expect(first[0]?.allocate().code).toBe(0);
  expect(closed(open('203.0.113.1', 2))).toBe(1);
  first[1]?.connection.gone();
  expect(closed(open('203.0.113.1', 2))).toBe(1);
});

test('a connection that closes ends its allocation, and the end of a call closes it', () => {
  const { alice, bob, stats, server } = mixed();
  alice.connection.gone();
  expect([stats.allocations, bob.refresh(600)]).toEqual([1, 0]);
  const again = mixed();
  again.server.calls.end('call');
  expect([again.alice.isClosed(), again.stats.allocations]).toEqual([true, 0]);
  again.alice.push(request(TYPE.binding));
  expect(again.alice.take()).toEqual([]);
  server.calls.end('call');
});

test('a connection of the TLS front begins with whose it is, and is his in every limit', () => {
  const scene = relayScene({ limits: { unproven_connections_per_address: 1 } });
  const header = Buffer.from(handoverHeader(handover_key, '::ffff:203.0.113.7', 4_711));
  const open = () => scene.stream('127.0.0.1', credentialsFor(secret, 'call', 1), true);
  const alice = open();
  for (const byte of header) alice.push(Buffer.of(byte));
  const { answer, code } = alice.allocate();
  expect(code).toBe(0);
  const value = answer?.attributes.find(([type]) => type === ATTRIBUTE.xorMappedAddress)?.[1];
  expect(value?.readUInt16BE(2)).toBe(4_711 ^ 0x2112);
  const [second, third] = [open(), open()];
  second.push(Buffer.concat([header, request(TYPE.binding)]));
  expect(second.take()[0]?.length).toBe(32);
  third.push(header);
  expect([second.isClosed(), third.isClosed()]).toEqual([false, true]);
  scene.passes(11);
  expect([second.isClosed(), alice.isClosed()]).toEqual([true, false]);
});

test('whoever connects there without the key is nobody', () => {
  const { stream, passes } = relayScene();
  const open = () => stream('127.0.0.1', credentialsFor(secret, 'call', 1), true);
  const [guessing, direct, silent] = [open(), open(), open()];
  guessing.push(Buffer.from(handoverHeader(Buffer.alloc(32, 6), '203.0.113.7', 1)));
  direct.push(
    Buffer.concat([request(TYPE.allocate, [UDP]), request(TYPE.binding), Buffer.alloc(20)]),
  );
  expect([guessing.isClosed(), direct.isClosed(), silent.isClosed()]).toEqual([true, true, false]);
  passes(11);
  expect([silent.isClosed(), guessing.take(), direct.take()]).toEqual([true, [], []]);
});

test('an IPv6 client of the front is known by its own address', () => {
  const { stream } = relayScene();
  const carol = stream('127.0.0.1', credentialsFor(secret, 'call', 1), true);
  carol.push(Buffer.from(handoverHeader(handover_key, '2001:db8::9', 9)));
  carol.push(request(TYPE.binding));
  expect(carol.take()[0]?.length).toBe(44);
});
