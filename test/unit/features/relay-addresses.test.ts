// Which Host of a request becomes the address of the relay: a name or an address, as it was written.
import { expect, test } from 'bun:test';
import { pageAddress } from '../../../src/features/calls/relay-urls';

test.each([
  ['chat.example.org', 'chat.example.org', 443],
  ['Chat.Example.org:8443', 'chat.example.org', 8443],
  ['chat.example.org:80', 'chat.example.org', 80],
  ['my_nas.local', 'my_nas.local', 443],
  ['192.0.2.7:8000', '192.0.2.7', 8000],
  ['[2001:db8::1]:8000', '2001:db8::1', 8000],
])('%s is %s, port %d', (host, name, port) => {
  expect(pageAddress(host, true)).toEqual({ host: name, port });
});

test.each([
  '-bad-',
  'ex..org',
  '.org',
  'a-.org',
  '1.2.3',
  '0x7f.1',
  '[::1',
  'a b',
  'chat.example.org/x',
  '',
])('%s is none', (host) => {
  expect(pageAddress(host, true)).toEqual({ host: undefined, port: 443 });
});
