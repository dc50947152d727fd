// Whether this server relays calls, and at which addresses, by its settings and by what is free.
import { expect, test } from 'bun:test';
import { readConfig } from '../../../src/config/read';
import { relayHost, relayOff } from '../../../src/server/relay';
import { freePort } from '../../support/tls';

const config = (...args: string[]) => readConfig(['--host', '127.0.0.1', ...args], {});

test('a port that was named is insisted on; the usual one gives way', async () => {
  const taken = await Bun.udpSocket({ hostname: '127.0.0.1', port: 0 });
  const named = config('--turn-port', String(taken.port));
  await expect(relayOff(named)).rejects.toThrow(`port ${taken.port} is in use by another program`);
  taken.close();
  expect(await relayOff(config('--turn-port', String(await freePort())))).toBeUndefined();
  const web = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
  const byTcp = config('--turn-port', String(web.port));
  await expect(relayOff(byTcp)).rejects.toThrow(`port ${web.port} is in use by another program`);
  web.stop(true);
  // The page itself is what has it.
  expect(await relayOff(config('--port', '3478'))).toBe('port_taken');
  expect(await relayOff(config('--turn-port', '0'))).toBeUndefined();
});

test('it is off when it is switched off, or when other servers are named', async () => {
  expect(await relayOff(config('--relay', 'off'))).toBe('switched_off');
  expect(await relayOff(config('--turn-urls', 'stun:stun.example'))).toBe('other_servers');
});

test('it listens where the program does, and everywhere if a proxy of the machine has the page', () => {
  expect(relayHost(config())).toBe('127.0.0.1');
  expect(relayHost(config('--public-url', 'http://localhost:8000'))).toBe('127.0.0.1');
  expect(relayHost(config('--public-url', 'http://127.0.0.1:8000'))).toBe('127.0.0.1');
  expect(relayHost(config('--public-url', 'https://chat.example'))).toBeUndefined();
  const outside = ['--public-url', 'https://chat.example', '--host'];
  expect(relayHost(readConfig([...outside, '::1'], {}))).toBeUndefined();
  expect(relayHost(readConfig([...outside, 'localhost'], {}))).toBeUndefined();
  expect(relayHost(readConfig([...outside, '192.168.1.5'], {}))).toBe('192.168.1.5');
  expect(relayHost(readConfig([], {}))).toBeUndefined();
});
