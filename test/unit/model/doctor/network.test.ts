// Which kind of network it is, by what two STUN servers see; and where the relay says that it is.
import { expect, test } from 'bun:test';
import type { Gathered } from '../../../../src/web/model/doctor/network';
import { addressOf, natOf, parseCandidate, stunOf } from '../../../../src/web/model/doctor/network';
import { isPrivateHost, relayPlace } from '../../../../src/web/model/doctor/place';
import { isDoctorSignal } from '../../../../src/web/model/doctor/words';

const gathered = (isComplete: boolean, ...candidates: string[]): Gathered => ({
  isComplete,
  isRefused: false,
  found: candidates.map((each) => {
    const [type = '', address = '', port] = each.split(' ');
    return { type, address, port: Number(port) };
  }),
});
const host = 'host 10.0.0.7 5000';
const outer = (port: number) => `srflx 203.0.113.9 ${port}`;

test('symmetric is who shows each server another port of one socket', () => {
  const one = gathered(true, host, outer(61_000));
  const two = gathered(true, host, outer(62_000));
  expect(natOf(one, two, gathered(true, host, outer(63_000), outer(63_001)))).toBe('symmetric');
  // A browser leaves out what is the same.
  expect(natOf(one, two, gathered(true, host, outer(63_000)))).toBe('cone');
});

test('several sockets with a port each are still a cone', () => {
  const wifi = 'host 10.1.0.7 5001';
  const one = gathered(true, host, wifi, outer(61_000), 'srflx 203.0.113.10 61001');
  const both = gathered(true, host, wifi, outer(63_000), 'srflx 203.0.113.10 63001');
  expect(natOf(one, one, both)).toBe('cone');
});

test('open is whose own address is seen, blocked who gets no answer', () => {
  const silent = gathered(false, host);
  const open = gathered(true, 'host 198.51.100.7 5000');
  expect(natOf(open, open, open)).toBe('open');
  expect(natOf(silent, silent, silent)).toBe('blocked');
  const refused = { ...gathered(true, host), isRefused: true };
  expect(natOf(refused, refused, refused)).toBe('blocked');
});

test('without an answer of the second port nobody knows', () => {
  const one = gathered(true, host, outer(61_000));
  expect(natOf(one, gathered(false, host), one)).toBe('unknown');
});

test('the second port is the neighbour of the first, also where only a relay is named', () => {
  const turn = { urls: ['turn:chat8.example:3478?transport=udp'], username: 'u', credential: 'c' };
  expect(stunOf([{ urls: ['stun:stun.example'] }, turn])).toEqual({
    first: 'stun:stun.example:3478',
    second: 'stun:stun.example:3479',
  });
  expect(stunOf([turn])?.second).toBe('stun:chat8.example:3479');
  expect(stunOf([{ urls: ['turns:chat8.example:443?transport=tcp'] }])).toBe(null);
  expect(addressOf('turn:[2001:db8::1]:3500?transport=tcp')).toEqual({
    host: '[2001:db8::1]',
    port: 3_500,
  });
});

test('candidates that are none are none', () => {
  expect(parseCandidate('candidate:1 1 udp 9 10.0.0.7 5000 typ host')).toEqual({
    type: 'host',
    address: '10.0.0.7',
    port: 5_000,
  });
  for (const text of ['', 'candidate:', 'typ host', 'x'.repeat(100_000)]) {
    expect(parseCandidate(text)).toBe(null);
  }
});

test('a relay at another place than the page is seen, and one from outside is told apart', () => {
  const at = (url: string, page: string) => {
    const { isElsewhere, isInside } = relayPlace([{ urls: [url] }], page);
    return [isElsewhere, isInside];
  };
  expect(at('turn:chat8.example:3478', 'chat8.example')).toEqual([false, false]);
  expect(at('turn:[2001:db8::1]:3478', '[2001:db8::1]')).toEqual([false, false]);
  expect(at('turn:172.17.0.2:3478', 'chat8.example')).toEqual([true, false]);
  expect(at('turn:203.0.113.9:3478', '192.168.1.5')).toEqual([true, true]);
  expect(at('turn:chat8.example:3478', 'nas.local')).toEqual([true, true]);
  expect(relayPlace([], 'chat8.example').relay_host).toBe('');
  for (const name of ['localhost', '[::1]', '10.1.2.3', '172.20.0.1', 'fd00::1', 'nas']) {
    expect([name, isPrivateHost(name)]).toEqual([name, true]);
  }
  for (const name of ['8.8.8.8', '172.32.0.1', 'chat8.example', '2001:db8::1']) {
    expect([name, isPrivateHost(name)]).toEqual([name, false]);
  }
});

test('what the other page may say has a shape', () => {
  const way = { result: 'works', round_trip_ms: 20 };
  const ways = { direct: way, udp: way, tcp: way, tls: way };
  expect(isDoctorSignal({ type: 'hello' })).toBe(true);
  expect(isDoctorSignal({ type: 'over', ways })).toBe(true);
  for (const lie of [
    null,
    { type: 'dance' },
    { type: 'over', ways: { ...ways, udp: { result: 'fine', round_trip_ms: 1 } } },
    { type: 'over', ways: { ...ways, udp: { result: 'works', round_trip_ms: -1 } } },
    { type: 'side', side: { nat: 'cone' } },
    { type: 'description', way: 'mail', description: { type: 'offer', sdp: '' } },
    { type: 'candidate', way: 'udp', candidate: { candidate: 7 } },
  ]) {
    expect([lie, isDoctorSignal(lie)]).toEqual([lie, false]);
  }
});
