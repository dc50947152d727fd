// What those get who have proven nothing: little, and nobody is flooded from here.
import { expect, test } from 'bun:test';
import { createIsImpossible } from '../../../src/relay/addresses/impossible';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { writeMessage } from '../../../src/relay/stun/write';
import {
  addressIn,
  channelData,
  lifetime,
  peer,
  request,
  sendIndication,
  UDP,
} from '../../support/relay/messages';
import { PORT, RELAYED, relayScene } from '../../support/relay/scene';

const binding = () => request(TYPE.binding);

test('Binding is answered in 32 bytes, or 44 for IPv6, with the real address', () => {
  const { client } = relayScene();
  for (const [address, said, bytes] of [
    ['203.0.113.1', '203.0.113.1', 32],
    ['::ffff:203.0.113.2', '203.0.113.2', 32],
    ['2001:db8::1', '2001:db8::1', 44],
  ] as const) {
    const one = client(said, 50_123);
    const { receive, sent } = relayScene();
    receive(binding(), 50_123, address);
    expect(sent.map((each) => [each.to, each.bytes.length])).toEqual([[`${said}:50123`, bytes]]);
    const answer = one.ask(binding());
    expect(answer && addressIn(answer, ATTRIBUTE.xorMappedAddress)).toEqual({
      address: said,
      port: 50_123,
    });
  }
});

test('a Binding that has to be understood differently is 420, and no longer than any', () => {
  const { client } = relayScene();
  const asked = Array.from({ length: 30 }, (_, i): [number, Buffer] => [
    0x7000 + i,
    Buffer.alloc(0),
  ]);
  const alice = client('203.0.113.1');
  const [bytes] = alice.exchange(request(TYPE.binding, asked));
  expect(bytes?.length).toBeLessThanOrEqual(44);
  expect(alice.code(alice.ask(request(TYPE.binding, asked)))).toBe(420);
});

test('Allocate is answered with a 401 of 52 bytes and padding', () => {
  const { client } = relayScene();
  const alice = client('203.0.113.1');
  const [bytes] = alice.exchange(request(TYPE.allocate, [UDP]));
  expect(bytes?.length).toBe(56);
  expect(alice.code(alice.ask(request(TYPE.allocate, [UDP])))).toBe(401);
});

const proofless = [
  request(TYPE.refresh, [lifetime(0)]),
  request(TYPE.createPermission, [peer(RELAYED, 0)]),
  request(TYPE.channelBind, [peer(RELAYED, 1)]),
  request(0x000c),
  request(TYPE.binding | 0x0100),
  request(TYPE.binding | 0x0010),
  sendIndication(RELAYED, 50_000, Buffer.from('hello')),
  channelData(0x4000, Buffer.from('hello')),
  Buffer.alloc(0),
  Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  Buffer.alloc(1_500, 255),
  // Without the cookie: RFC 3489.
  Buffer.concat([Buffer.from([0, 1, 0, 0]), Buffer.alloc(16)]),
  binding().subarray(0, 19),
  Buffer.concat([binding(), Buffer.alloc(4)]),
  writeMessage({
    type: TYPE.binding,
    transaction: Buffer.alloc(12),
    attributes: [[0x8022, Buffer.alloc(2_048)]],
  }),
];

test('all else is answered with nothing', () => {
  const { client, sent, stats } = relayScene();
  const mallory = client('203.0.113.66');
  for (const bytes of proofless) mallory.push(bytes);
  expect([sent, stats.refused.junk]).toEqual([[], proofless.length]);
});

test('a network gets 30 answers at once and 10 a second, whatever it asks and from which port', () => {
  const { client, clock, stats } = relayScene();
  const answers = (address: (i: number) => string, count: number) => {
    let came = 0;
    for (let i = 0; i < count; i += 1) {
      const bytes = i % 2 === 0 ? binding() : request(TYPE.allocate, [UDP]);
      came += client(address(i), 1_024 + i).exchange(bytes).length;
    }
    return came;
  };
  expect(answers(() => '203.0.113.1', 100)).toBe(30);
  expect(answers(() => '203.0.113.2', 100)).toBe(30);
  expect(answers((i) => `2001:db8:1:2:${i.toString(16)}::1`, 100)).toBe(30);
  expect(answers((i) => `2001:db8:1:${i.toString(16)}::1`, 100)).toBeGreaterThanOrEqual(99);
  clock.advance(1_000);
  expect(answers(() => '203.0.113.1', 100)).toBe(10);
  expect(stats.refused.too_often).toBeGreaterThan(300);
});

test('all networks together get 2,000 a second, and their memory is bounded', () => {
  const { receive, sent, clock, server } = relayScene();
  const flood = (count: number) => {
    sent.length = 0;
    for (let i = 0; i < count; i += 1)
      receive(binding(), 5_000, `11.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    return sent.length;
  };
  expect(flood(50_000)).toBe(2_000);
  expect(server.unproven.networks()).toBeLessThanOrEqual(40_000);
  clock.advance(500);
  expect(flood(5_000)).toBe(1_000);
});

test('a client with an allocation has a bucket of its own, whatever its neighbours do', () => {
  const { client, receive } = relayScene();
  const alice = client('203.0.113.1');
  alice.allocate();
  for (let i = 0; i < 1_000; i += 1) receive(binding(), 1_024 + i, '203.0.113.1');
  for (let i = 0; i < 99; i += 1) expect([i, alice.refresh(600)]).toEqual([i, 0]);
  expect([alice.permit(), alice.refresh(600)]).toEqual([0, 'silence']);
});

test.each([
  ['port 0', '203.0.113.1', 0],
  ['everybody', '255.255.255.255', 5_000],
  ['everybody of a network', '192.0.2.255', 5_000],
  ['a multicast group', '239.1.2.3', 5_000],
  ['a multicast group of IPv6', 'ff02::1', 5_000],
  ['what is reserved', '240.0.0.1', 5_000],
  ['nobody', '0.0.0.0', 5_000],
  ['nobody of IPv6', '::', 5_000],
  ['the relay itself', '192.0.2.1', PORT],
  ['the relay’s second port', '192.0.2.1', PORT + 1],
  ['the relay, as IPv4 in IPv6', '::ffff:192.0.2.1', PORT],
])('whoever seems to be %s gets nothing', (_, address, port) => {
  const { receive, sent, stats } = relayScene();
  for (const bytes of [binding(), request(TYPE.allocate, [UDP])]) receive(bytes, port, address);
  expect([sent, stats.refused.impossible_source]).toEqual([[], 2]);
});

test('a client on the same machine, or with a port like the relay’s elsewhere, is one like any', () => {
  const isImpossible = createIsImpossible([{ address: '192.0.2.1', broadcast: undefined }], [PORT]);
  expect(isImpossible('192.0.2.1', PORT + 2)).toBe(false);
  expect(isImpossible('192.0.2.2', PORT)).toBe(false);
  expect(isImpossible('127.0.0.1', 5_000)).toBe(false);
});
