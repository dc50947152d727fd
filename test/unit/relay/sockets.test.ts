// What the system does with packets, and at which addresses the relay stands.
import { expect, test } from 'bun:test';
import { addressOf, bytesOf, plainAddress } from '../../../src/platform/address/bytes';
import { networkOf } from '../../../src/platform/address/network';
import { ownAddresses } from '../../../src/relay/addresses/own';
import { openDatagrams } from '../../../src/relay/sockets/datagrams';
import { sendAll } from '../../../src/relay/sockets/udp';
import { emptyStats } from '../../../src/relay/stats';
import type { Link } from '../../../src/relay/turn/allocation';
import { freePort } from '../../support/tls';

const packet = (name: string) => [Buffer.from(name), 5_000, '203.0.113.1'];

/** As the system does: it stops at the first packet that can't go. */
type Answer = (name: string) => 'sent' | 'stops' | 'throws' | 'throws once';

const systemThat = (answer: Answer) => {
  const sent: string[] = [];
  const told = new Set<string>();
  const one = (bytes: unknown): boolean => {
    const name = `${bytes}`;
    const does = answer(name);
    if (does === 'throws once' && told.has(name)) sent.push(name);
    else if (does.startsWith('throws')) {
      told.add(name);
      throw new Error('ECONNREFUSED');
    } else if (does === 'stops') return false;
    else sent.push(name);
    return true;
  };
  return {
    sent,
    send: (bytes: Buffer) => one(bytes),
    sendMany(packets: (Buffer | number | string)[]) {
      for (let i = 0; i < packets.length; i += 3) {
        try {
          if (!one(packets[i])) return i / 3;
        } catch (error) {
          if (i === 0) throw error;
          return i / 3;
        }
      }
      return packets.length / 3;
    },
  };
};

test.each<[string, Answer, string[]]>([
  ['all go', () => 'sent', ['a', 'b', 'c', 'd']],
  ['the first cannot go', (name: string) => (name === 'a' ? 'stops' : 'sent'), ['b', 'c', 'd']],
  [
    'one in the middle cannot go',
    (name: string) => (name === 'b' ? 'stops' : 'sent'),
    ['a', 'c', 'd'],
  ],
  ['the last cannot go', (name: string) => (name === 'd' ? 'stops' : 'sent'), ['a', 'b', 'c']],
  [
    'one is refused by a throw',
    (name: string) => (name === 'b' ? 'throws' : 'sent'),
    ['a', 'c', 'd'],
  ],
  [
    'one is told what happened to another',
    (name: string) => (name === 'b' ? 'throws once' : 'sent'),
    ['a', 'b', 'c', 'd'],
  ],
  ['none can go', () => 'stops', []],
])('if %s, the others go', (_, answer, expected) => {
  const system = systemThat(answer);
  const lost = sendAll(system, ['a', 'b', 'c', 'd'].flatMap(packet));
  expect([system.sent, lost]).toEqual([expected, 4 - expected.length]);
});

test('an address that is new is served, one that is gone takes its allocations with it', async () => {
  const [old, gone, fresh] = ['127.0.4.1', '127.0.4.2', '127.0.4.3'];
  let own = [old, gone];
  const ended: string[] = [];
  const kept = new Set<Link>();
  const server = {
    receive(link: Link) {
      link.way.keep(link);
      kept.add(link);
      link.way.answer(link, Buffer.from('heard'));
    },
    receiveBinding() {},
    endOf: ({ address }: Link) => void ended.push(address),
  };
  let isAway = false;
  const addresses = async () => own.map((address) => ({ address, broadcast: undefined }));
  const port = await freePort();
  const udp = await openDatagrams({ addresses, port, server, stats: emptyStats() });
  const asks = async (at: string, from: string) => {
    const heard = Promise.withResolvers<string>();
    const socket = await Bun.udpSocket({
      hostname: from,
      socket: { data: (_, _bytes, _port, address) => heard.resolve(address), error() {} },
    });
    const limit = setTimeout(() => heard.resolve('nobody'), at === gone && isAway ? 100 : 5_000);
    socket.send('hello', port, at);
    const by = await heard.promise;
    clearTimeout(limit);
    socket.close();
    return by;
  };
  expect([await asks(old, '127.0.4.11'), await asks(gone, '127.0.4.12')]).toEqual([old, gone]);
  // The system says nothing of two of them: whoever has an allocation there keeps it.
  own = [fresh];
  for (let i = 0; i < 3; i += 1) await udp.lookAgain();
  expect([await asks(fresh, '127.0.4.13'), ended]).toEqual([fresh, []]);
  expect([await asks(old, '127.0.4.11'), await asks(gone, '127.0.4.12')]).toEqual([old, gone]);
  own = [old, fresh];
  await udp.lookAgain();
  for (const link of kept) if (link.address === '127.0.4.12') link.way.release(link, true);
  await udp.lookAgain();
  isAway = true;
  expect(await asks(gone, '127.0.4.12')).toBe('nobody');
  expect(await asks(old, '127.0.4.11')).toBe(old);
  udp.close();
});

const info = (address: string, netmask: string, bits: number, isIpv6 = false) => ({
  address,
  netmask,
  cidr: `${address}/${bits}`,
  mac: '',
  internal: false,
  ...(isIpv6 ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
});

const machine = () => ({
  lo: [info('127.0.0.1', '255.0.0.0', 8), info('::1', 'f', 128, true)],
  eth0: [
    info('192.0.2.9', '255.255.255.128', 25),
    info('2001:db8::9', 'ffff:ffff:ffff:ffff::', 64, true),
    info('fe80::9', 'ffff:ffff:ffff:ffff::', 64, true),
  ],
  ppp0: [info('203.0.113.5', '255.255.255.255', 32)],
  gone: undefined,
});

test('it stands at each address of the machine, but for those of a link alone', async () => {
  expect(await ownAddresses(undefined, machine)).toEqual([
    { address: '127.0.0.1', broadcast: '127.255.255.255' },
    { address: '::1', broadcast: undefined },
    { address: '192.0.2.9', broadcast: '192.0.2.127' },
    { address: '2001:db8::9', broadcast: undefined },
    { address: '203.0.113.5', broadcast: undefined },
  ]);
});

test.each([
  ['0.0.0.0', ['127.0.0.1', '192.0.2.9', '203.0.113.5']],
  ['::', ['127.0.0.1', '::1', '192.0.2.9', '2001:db8::9', '203.0.113.5']],
  ['192.0.2.9', ['192.0.2.9']],
  ['198.51.100.1', ['198.51.100.1']],
  ['localhost', ['127.0.0.1']],
])('where it is told to listen at %s, it stands there', async (host, expected) => {
  const own = await ownAddresses(host, machine);
  expect(
    own.map(({ address }) => address.replace('::1', host === 'localhost' ? '127.0.0.1' : '::1')),
  ).toEqual(expected);
});

test.each([
  ['192.0.2.1', 4],
  ['0.0.0.0', 4],
  ['2001:db8::1', 16],
  ['::1', 16],
  ['::', 16],
  ['2001:db8:1:2:3:4:5:6', 16],
  ['fe80::1', 16],
])('the address %s is %i bytes, and is read back', (address, length) => {
  expect(bytesOf(address)).toHaveLength(length);
  expect(addressOf(bytesOf(address))).toBe(address);
});

test('IPv4 in IPv6 is IPv4, however it is spelled', () => {
  for (const address of ['::ffff:192.0.2.1', '::ffff:c000:201', '0:0:0:0:0:ffff:c000:0201']) {
    expect(addressOf(bytesOf(address))).toBe('192.0.2.1');
  }
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
});

test('an IPv6 network is one client, however its addresses are spelled', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::2'));
  expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db8:0:1::1'));
  expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'));
});
