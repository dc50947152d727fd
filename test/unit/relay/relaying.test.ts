// Data between two allocations, and to nobody else.
import { expect, test } from 'bun:test';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { uint32, writeMessage } from '../../../src/relay/stun/write';
import { channelData, credentialsFor, peer } from '../../support/relay/messages';
import { RELAYED, secret, twoInACall } from '../../support/relay/scene';

const payloadOf = (length: number) => Buffer.from(Array.from({ length }, (_, i) => i * 7 + length));
const LENGTHS = [0, 1, 2, 3, 4, 5, 31, 32, 33, 160, 1_199, 1_200];

for (const sends of ['by a channel', 'by indications'] as const) {
  for (const receives of ['by a channel', 'by indications'] as const) {
    test(`data sent ${sends} and received ${receives} are the same, from the right address`, () => {
      const { alice, bob, alicePort, bobPort, stats } = twoInACall();
      if (sends === 'by a channel') alice.bind(0x4000, bobPort);
      if (receives === 'by a channel') bob.bind(0x7fff, alicePort);
      for (const length of LENGTHS) {
        const payload = payloadOf(length);
        if (sends === 'by a channel') alice.sendThrough(0x4000, payload);
        else alice.send(bobPort, payload);
        const from = receives === 'by a channel' ? 'channel 32767' : `${RELAYED}:${alicePort}`;
        expect(bob.data()).toEqual([{ from, payload }]);
      }
      expect([stats.packets, stats.bytes]).toEqual([
        LENGTHS.length,
        LENGTHS.reduce((sum, length) => sum + length, 0),
      ]);
    });
  }
}

test('an indication in an unusual order, or with room for nothing, comes through whole', () => {
  const { alice, bob, alicePort, bobPort } = twoInACall();
  const payload = payloadOf(33);
  const transaction = Buffer.alloc(12, 3);
  const data: [number, Buffer] = [ATTRIBUTE.data, payload];
  const to = peer(RELAYED, bobPort);
  const software: [number, Buffer] = [0x8022, Buffer.from('somebody')];
  for (const attributes of [
    [data, to],
    [to, data],
    [to, software, data],
    [to, data, software],
    [to, [ATTRIBUTE.dontFragment, Buffer.alloc(0)] as [number, Buffer], data],
  ]) {
    for (const has_fingerprint of [false, true]) {
      alice.push(
        writeMessage({ type: TYPE.sendIndication, transaction, attributes, has_fingerprint }),
      );
      expect(bob.data()).toEqual([{ from: `${RELAYED}:${alicePort}`, payload }]);
    }
  }
});

test('what fills an indication up is nothing that was in memory', () => {
  const { alice, bobPort, sent } = twoInACall();
  alice.bind(0x4000, bobPort);
  for (const length of [1, 2, 3, 5, 161]) {
    alice.push(Buffer.concat([channelData(0x4000, Buffer.alloc(length, 9)), Buffer.alloc(3, 7)]));
    alice.send(bobPort, Buffer.alloc(length, 9));
    for (const { bytes } of sent.splice(0)) {
      expect(bytes.subarray(36)).toEqual(
        Buffer.concat([Buffer.alloc(length, 9), Buffer.alloc(-length & 3)]),
      );
    }
  }
});

test('over UDP ChannelData may be padded, and is not padded on its way out', () => {
  const { alice, bob, alicePort, bobPort, sent } = twoInACall();
  alice.bind(0x4000, bobPort);
  bob.bind(0x4000, alicePort);
  alice.push(channelData(0x4000, payloadOf(5), true));
  expect(sent.map(({ bytes }) => bytes)).toEqual([channelData(0x4000, payloadOf(5))]);
});

test.each<
  [
    string,
    (it: ReturnType<typeof twoInACall>) => void,
    keyof ReturnType<typeof twoInACall>['stats']['refused'],
  ]
>([
  [
    'to an address that is no allocation',
    ({ alice, bobPort }) => alice.send(bobPort, payloadOf(9), '8.8.8.8'),
    'no_such_peer',
  ],
  [
    'to a port that nobody has',
    ({ alice, alicePort, bobPort }) => {
      const nobody = [50_000, 50_001, 50_002].find(
        (port) => port !== alicePort && port !== bobPort,
      );
      alice.send(nobody ?? 0, payloadOf(9));
    },
    'no_such_peer',
  ],
  ['to a port below all', ({ alice }) => alice.send(80, payloadOf(9)), 'no_such_peer'],
  ['to oneself', ({ alice, alicePort }) => alice.send(alicePort, payloadOf(9)), 'no_such_peer'],
  [
    'through a channel that is not bound',
    ({ alice }) => alice.sendThrough(0x4123, payloadOf(9)),
    'no_permission',
  ],
  [
    'through a channel to anybody',
    ({ alice }) => {
      alice.bind(0x4000, 53, '8.8.8.8');
      alice.sendThrough(0x4000, payloadOf(9));
    },
    'no_such_peer',
  ],
  [
    'longer than they are',
    ({ alice, bobPort }) => {
      alice.bind(0x4000, bobPort);
      alice.push(channelData(0x4000, payloadOf(9)).subarray(0, 12));
    },
    'junk',
  ],
  [
    'without a peer',
    ({ alice }) =>
      alice.push(
        writeMessage({
          type: TYPE.sendIndication,
          transaction: Buffer.alloc(12),
          attributes: [[ATTRIBUTE.data, payloadOf(4)]],
        }),
      ),
    'junk',
  ],
  [
    'without data',
    ({ alice, bobPort }) =>
      alice.push(
        writeMessage({
          type: TYPE.sendIndication,
          transaction: Buffer.alloc(12),
          attributes: [peer(RELAYED, bobPort)],
        }),
      ),
    'junk',
  ],
  [
    'with what has to be understood',
    ({ alice, bobPort }) =>
      alice.push(
        writeMessage({
          type: TYPE.sendIndication,
          transaction: Buffer.alloc(12),
          attributes: [peer(RELAYED, bobPort), [0x7abc, uint32(1)], [ATTRIBUTE.data, payloadOf(4)]],
        }),
      ),
    'junk',
  ],
])('data %s go nowhere', (_, act, reason) => {
  const it = twoInACall();
  act(it);
  expect([it.sent, it.stats.packets, it.stats.refused[reason]]).toEqual([[], 0, 1]);
});

test('without a permission of either side nothing comes through', () => {
  const it = twoInACall();
  const [carol, dave] = [1, 2].map((user_id) => {
    const client = it.client(`203.0.113.1${user_id}`, 9, credentialsFor(secret, 'call', user_id));
    return { ...client, port: client.allocate().port };
  });
  if (carol === undefined || dave === undefined) throw new Error('nobody');
  carol.send(dave.port, payloadOf(9));
  carol.permit();
  carol.send(dave.port, payloadOf(9));
  carol.permit('8.8.8.8');
  dave.permit('8.8.8.8');
  carol.send(dave.port, payloadOf(9));
  expect([it.sent, it.stats.refused.no_permission]).toEqual([[], 3]);
  dave.permit();
  it.bob.send(dave.port, payloadOf(9));
  expect(it.sent.splice(0).map(({ to }) => to)).toEqual(['203.0.113.12:9']);
  const eve = it.client('203.0.113.13', 9, credentialsFor(secret, 'call', 1));
  eve.allocate();
  eve.send(dave.port, payloadOf(9));
  expect([it.sent, it.stats.refused.no_permission]).toEqual([[], 4]);
  carol.send(dave.port, payloadOf(9));
  expect(it.sent.map(({ to }) => to)).toEqual(['203.0.113.12:9']);
});

test('an allocation of another call is not reached, though the person is in both', () => {
  const it = twoInACall();
  it.live('other', 1, 3);
  const carol = it.client('203.0.113.3', 9, credentialsFor(secret, 'other', 3));
  const { port } = carol.allocate();
  carol.permit();
  it.alice.send(port, payloadOf(9));
  it.alice.bind(0x4000, port);
  it.alice.sendThrough(0x4000, payloadOf(9));
  carol.send(it.bobPort, payloadOf(9));
  expect([it.sent, it.stats.refused.no_such_peer]).toEqual([[], 3]);
});

test('whatever is sent to 10,000 peers, nothing leaves but to the two clients', () => {
  const it = twoInACall({ limits: { proven_burst: 1e6 } });
  const { alice, bobPort, sent } = it;
  alice.bind(0x4000, bobPort);
  let relayed = 0;
  for (let i = 0; i < 10_000; i += 1) {
    const [a, b, c, d] = crypto.getRandomValues(new Uint8Array(4));
    const address = i % 3 === 0 ? RELAYED : `${a}.${b}.${c}.${d}`;
    const guessed = 1 + ((i * 7_919) % 65_535);
    // Bob's port, which is drawn, is nobody's guess here.
    const port = guessed === bobPort ? guessed + 1 : guessed;
    if (i % 10 === 0) alice.permit(address);
    if (i % 50 === 0) alice.bind(0x4001 + i, port, address);
    alice.send(port, payloadOf(9), address);
    alice.sendThrough(0x4000 + (i % 100), payloadOf(9));
    relayed += sent.length;
    for (const { to } of sent) expect(to).toMatch(/^203\.0\.113\.[12]:50000$/);
    sent.length = 0;
  }
  // Through the one channel that leads to bob.
  expect(relayed).toBe(100);
}, 300_000);
