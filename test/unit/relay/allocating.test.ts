// Allocations: who gets one, and how everybody else is refused.
import { expect, test } from 'bun:test';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { attributeIn } from '../../../src/relay/stun/read';
import type { Attribute } from '../../../src/relay/stun/write';
import {
  addressIn,
  channel,
  credentialsFor,
  lifetime,
  peer,
  request,
  UDP,
} from '../../support/relay/messages';
import { RELAYED, relayScene, secret } from '../../support/relay/scene';

const attribute = (type: number, ...bytes: number[]): Attribute => [type, Buffer.from(bytes)];
const even = (byte: number) => attribute(ATTRIBUTE.evenPort, byte);
const family = (number: number) => attribute(ATTRIBUTE.requestedAddressFamily, number, 0, 0, 0);

test('a member of a call gets the invented address, a port of its own, and its own address back', () => {
  const { client, stats } = relayScene();
  const ports = new Set<number>();
  for (let i = 0; i < 20; i += 1) {
    const { answer, code, address, port } = client(`203.0.113.${i}`, 50_000 + i).allocate();
    expect([code, address]).toEqual([0, RELAYED]);
    expect(port).toBeGreaterThanOrEqual(49_152);
    ports.add(port);
    if (answer === undefined) throw new Error('no answer');
    const mapped = addressIn(answer, ATTRIBUTE.xorMappedAddress);
    expect(mapped).toEqual({ address: `203.0.113.${i}`, port: 50_000 + i });
    expect(attributeIn(answer, ATTRIBUTE.lifetime)?.readUInt32BE()).toBe(600);
    expect(answer.integrity_at).toBeGreaterThan(0);
  }
  expect([ports.size, stats.allocations, stats.calls]).toEqual([20, 20, 1]);
});

test('a client with IPv6 gets an IPv4 address too, and its own one of IPv6', () => {
  const { client } = relayScene();
  const { answer, address } = client('2001:db8::7').allocate();
  expect(address).toBe(RELAYED);
  const mapped = answer && addressIn(answer, ATTRIBUTE.xorMappedAddress);
  expect(mapped).toEqual({ address: '2001:db8::7', port: 50_000 });
});

test.each<[string, Attribute[], number]>([
  ['no transport', [], 400],
  ['TCP as the transport', [attribute(ATTRIBUTE.requestedTransport, 6, 0, 0, 0)], 442],
  ['a transport of one byte', [attribute(ATTRIBUTE.requestedTransport, 17)], 400],
  ['an IPv6 address', [UDP, family(2)], 440],
  ['an address of a family that nobody knows', [UDP, family(7)], 440],
  ['an IPv4 address', [UDP, family(1)], 0],
  ['no fragments', [UDP, attribute(ATTRIBUTE.dontFragment)], 0],
  ['a token that nobody gave', [UDP, attribute(ATTRIBUTE.reservationToken, ...Array(8))], 508],
  ['a token of three bytes', [UDP, attribute(ATTRIBUTE.reservationToken, 1, 2, 3)], 400],
  [
    'an even port and a token',
    [UDP, even(0), attribute(ATTRIBUTE.reservationToken, ...Array(8))],
    400,
  ],
  [
    'an even port and a second family',
    [UDP, even(0), attribute(ATTRIBUTE.additionalAddressFamily, 2, 0, 0, 0)],
    400,
  ],
  ['an even port in two bytes', [UDP, attribute(ATTRIBUTE.evenPort, 0, 0)], 400],
  [
    'a family and a token',
    [UDP, family(1), attribute(ATTRIBUTE.reservationToken, ...Array(8))],
    400,
  ],
  ['a lifetime of two bytes', [UDP, attribute(ATTRIBUTE.lifetime, 0, 1)], 400],
  ['what has to be understood and is not', [UDP, attribute(0x7abc, 1)], 420],
  ['what need not be understood', [UDP, attribute(0xc001, 1)], 0],
])('an Allocate that asks for %s', (_, attributes, code) => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  alice.prepare();
  expect(alice.code(alice.signed(TYPE.allocate, attributes))).toBe(code);
});

test('a second family is refused beside the first, in words of the success', () => {
  const { client } = relayScene();
  const additional = attribute(ATTRIBUTE.additionalAddressFamily, 2, 0, 0, 0);
  const { answer, code } = client('203.0.113.1').allocate(additional);
  expect(code).toBe(0);
  const value = answer && attributeIn(answer, ATTRIBUTE.addressErrorCode);
  expect(value).toEqual(Buffer.from([2, 0, 4, 40]));
});

test('an even port is even, and the next one waits 30 s for its token, once, and for its person alone', () => {
  const { client, passes } = relayScene();
  const token = (answer: ReturnType<ReturnType<typeof client>['allocate']>['answer']) => {
    const value = answer && attributeIn(answer, ATTRIBUTE.reservationToken);
    if (value === undefined) throw new Error('no token');
    return [ATTRIBUTE.reservationToken, Buffer.from(value)] as Attribute;
  };
  const first = client('203.0.113.1').allocate(even(0x80));
  expect(first.port % 2).toBe(0);
  const bob = credentialsFor(secret, 'call', 2);
  expect(client('203.0.113.9', 1, bob).allocate(token(first.answer)).code).toBe(508);
  const second = client('203.0.113.1', 50_002).allocate(token(first.answer));
  expect([second.code, second.port]).toEqual([0, first.port + 1]);
  expect(client('203.0.113.1', 50_003).allocate(token(first.answer)).code).toBe(508);
  const late = client('203.0.113.1', 50_004).allocate(even(0x80));
  passes(31);
  expect(client('203.0.113.1', 50_005).allocate(token(late.answer)).code).toBe(508);
  expect(client('203.0.113.1', 50_006).allocate(even(0)).port % 2).toBe(0);
});

test('a port that waits for its token is free again with the allocation that it came with', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  const { answer } = alice.allocate(even(0x80));
  const value = answer && attributeIn(answer, ATTRIBUTE.reservationToken);
  alice.refresh(0);
  const token: Attribute = [ATTRIBUTE.reservationToken, Buffer.from(value ?? [])];
  expect(client('203.0.113.1', 50_002).allocate(token).code).toBe(508);
});

test('what stands behind the integrity of a message counts for nothing', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  alice.prepare();
  const bytes = request(TYPE.allocate, [UDP], alice.signer());
  const more = Buffer.concat([bytes, Buffer.from([0, ATTRIBUTE.evenPort, 0, 1, 0x80, 0, 0, 0])]);
  more.writeUInt16BE(more.length - 20, 2);
  const answer = alice.ask(more);
  expect([alice.code(answer), answer && attributeIn(answer, ATTRIBUTE.reservationToken)]).toEqual([
    0,
    undefined,
  ]);
});

test('the same request gets the same answer, another one from the same port is 437', () => {
  const { client, stats } = relayScene();
  const alice = client('203.0.113.1');
  alice.prepare();
  const bytes = request(TYPE.allocate, [UDP], alice.signer());
  const [once] = alice.exchange(bytes);
  expect(alice.exchange(bytes)).toEqual([once as Buffer]);
  expect(stats.allocations).toBe(1);
  // A browser that was killed left it, and its successor has the same port.
  const { code } = client('203.0.113.1').allocate();
  expect([code, stats.allocations, stats.refused.mismatch]).toEqual([437, 1, 1]);
});

test('what has no allocation is 437 to whoever is known, and silence to anybody else', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  const before = [alice.refresh(600), alice.permit(), alice.bind(0x4000, 50_000)];
  expect(before).toEqual(['silence', 'silence', 'silence']);
  alice.prepare();
  expect([alice.refresh(600), alice.permit(), alice.refresh(0)]).toEqual([437, 437, 437]);
});

test('another name on the same allocation is 441', () => {
  const { client } = relayScene();
  client('203.0.113.1').allocate();
  const bob = client('203.0.113.1', 50_000, credentialsFor(secret, 'call', 2));
  bob.prepare();
  expect([bob.refresh(0), bob.permit()]).toEqual([441, 441]);
});

test('a nonce is replaced after an hour, but ends and refreshes an allocation of its own', () => {
  const { client, passes, stats } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  for (let i = 0; i < 7; i += 1) {
    passes(520);
    expect(alice.refresh(600)).toBe(0);
  }
  expect([alice.permit(), alice.bind(0x4000, 50_000)]).toEqual([438, 438]);
  expect(alice.refresh(600)).toBe(0);
  expect([alice.refresh(0), stats.allocations]).toEqual([0, 0]);
  expect(alice.code(alice.signed(TYPE.allocate, [UDP]))).toBe(438);
});

test('a nonce of somebody else is none: what was overheard is good for nothing elsewhere', () => {
  const { client, stats } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  const replayed = [TYPE.allocate, TYPE.refresh, TYPE.createPermission].map((type) =>
    request(type, [UDP, lifetime(0), peer(RELAYED, 0)], alice.signer()),
  );
  for (const mallory of [client('203.0.113.66'), client('203.0.113.1', 50_001)]) {
    const codes = replayed.map((bytes) => mallory.code(mallory.ask(bytes)));
    expect(codes).toEqual([438, 'silence', 'silence']);
  }
  expect(stats.allocations).toBe(1);
});

test('whoever has an allocation and a nonce that is none is told a good one', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  const signer = alice.signer();
  if (signer === undefined) throw new Error('she has asked');
  const invented = { ...signer, nonce: Buffer.from('A'.repeat(11)) };
  expect(alice.code(alice.ask(request(TYPE.refresh, [lifetime(600)], invented)))).toBe(438);
});

test.each<[string, number, Attribute[], number | string]>([
  ['no peer', TYPE.createPermission, [], 400],
  ['a peer of one byte', TYPE.createPermission, [attribute(ATTRIBUTE.xorPeerAddress, 1)], 400],
  ['anybody', TYPE.createPermission, [peer('8.8.8.8', 0)], 0],
  ['two peers', TYPE.createPermission, [peer('8.8.8.8', 0), peer(RELAYED, 0)], 0],
  ['no channel', TYPE.channelBind, [peer(RELAYED, 50_000)], 400],
  ['no peer for the channel', TYPE.channelBind, [channel(0x4000)], 400],
  ['a channel that is too low', TYPE.channelBind, [channel(0x3fff), peer(RELAYED, 1)], 400],
  ['a channel that is too high', TYPE.channelBind, [channel(0x8000), peer(RELAYED, 1)], 400],
  ['the highest channel', TYPE.channelBind, [channel(0x7fff), peer(RELAYED, 1)], 0],
  ['a channel to anybody', TYPE.channelBind, [channel(0x4001), peer('8.8.8.8', 53)], 0],
  [
    'a channel to another family',
    TYPE.channelBind,
    [channel(0x4001), peer('2001:db8::9', 53)],
    443,
  ],
  // Whatever it answers there, a browser would end its call.
  ['another family', TYPE.createPermission, [peer('2001:db8::9', 0)], 0],
  ['another family', TYPE.refresh, [family(2)], 443],
  ['a lifetime of one byte', TYPE.refresh, [attribute(ATTRIBUTE.lifetime, 1)], 400],
  ['what is not understood', TYPE.refresh, [attribute(0x0003, 0, 0, 0, 0)], 420],
  ['a method that there is not', 0x000a, [], 'silence'],
])('on an allocation, a request with %s', (_, type, attributes, code) => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  expect(alice.code(alice.signed(type, attributes))).toBe(code);
});

test('a channel has one peer, a peer one channel, and 64 are enough', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  expect(alice.bind(0x4000, 50_000)).toBe(0);
  expect(alice.bind(0x4000, 50_000)).toBe(0);
  expect([alice.bind(0x4000, 50_001), alice.bind(0x4001, 50_000)]).toEqual([400, 400]);
  for (let i = 1; i < 64; i += 1) expect([i, alice.bind(0x4000 + i, 50_000 + i)]).toEqual([i, 0]);
  expect(alice.bind(0x5000, 51_000)).toBe(508);
});
