// Who can open the address in a link.
import { expect, test } from 'bun:test';
import { originForOthers, reachOf } from '../../../src/web/model/people/address-scope';

/** As the browser spells the host of an address. */
const of = (host: string) => reachOf(new URL(`http://${host}/`).hostname);

test('the loopback is another machine for everyone else', () => {
  const hosts = ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', '127.0.0.1', '127.1'];
  hosts.push('2130706433', '127.200.0.9', '[::1]', '[::]', '0.0.0.0', '[::ffff:127.0.0.1]');
  expect(hosts.filter((host) => of(host) !== 'device')).toEqual([]);
});

test('private addresses and local names lead nowhere outside their network', () => {
  const hosts = ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.5', '169.254.9.9'];
  hosts.push('100.64.0.1', '100.127.0.1', '[fd12:3456::1]', '[fc00::1]', '[fe80::1]');
  hosts.push('[febf::1]', '[::ffff:192.168.1.5]', '[64:ff9b::10.0.0.1]');
  hosts.push('pi.local', 'PI.Local.', 'chat.lan', 'nas', 'box.home.arpa', 'a.internal');
  hosts.push('server.localdomain', 'chat.test', 'chat.invalid', 'fritz.box', 'nas.fritz.box');
  expect(hosts.filter((host) => of(host) !== 'network')).toEqual([]);
});

test('what lies just beside them is open to everyone', () => {
  const hosts = ['11.0.0.1', '9.255.255.255', '172.15.0.1', '172.32.0.1', '192.169.0.1'];
  hosts.push('169.253.0.1', '100.63.0.1', '100.128.0.1', '126.0.0.1', '128.0.0.1');
  hosts.push('[2001:db8::1]', '[fbff::1]', '[fe00::1]', '[ff02::1]', '[::ffff:8.8.8.8]');
  hosts.push('[::2]', '[1::]', 'chat.example.org', 'local.example', 'mylocalhost.org');
  hosts.push('afritz.box', 'test.org');

  expect(hosts.filter((host) => of(host) !== 'everyone')).toEqual([]);
});

test('a link carries the public address of the server where the page has none', () => {
  const link = 'https://chat.example.org/i/abc#key';
  const of = (own: string, from = link) => originForOthers(own, from);
  expect(of('http://localhost:8000')).toBe('https://chat.example.org');
  expect(of('https://192.168.1.5')).toBe('https://chat.example.org');
  // Where others can come, people see the address that they know.
  expect(of('https://other.example.org')).toBe('https://other.example.org');
  expect(of('http://localhost:8000', '/i/abc')).toBe('http://localhost:8000');
  expect(of('http://localhost:8000', 'http://localhost:9/i/abc')).toBe('http://localhost:8000');
  expect(of('http://localhost:8000', 'http://chat.example.org/i/a')).toBe('http://localhost:8000');
  expect(of('http://localhost:8000', 'javascript:alert(1)')).toBe('http://localhost:8000');
});
