// The settings of calls: TURN servers of others, and the relay of the program.
import { expect, test } from 'bun:test';
import { readConfig } from '../../../src/config/read';
import { mistakes } from '../../support/operator/mistakes';

test('TURN servers are named by their scheme, and come with the secret that they share', () => {
  const secret = { CHAT8_TURN_SECRET: 'shared' };
  const good = [
    'turn:turn.example',
    'turn:turn.example:3478?transport=udp',
    'turns:192.0.2.7:443?transport=tcp',
    'turn:[2001:db8::7]:3478',
    'stun:stun.example:3478',
  ];
  expect(readConfig(['--turn-urls', good.join(', ')], secret).turn_urls).toEqual(good);
  expect(readConfig([], {}).turn_urls).toEqual([]);
  expect(mistakes(['--turn-urls', 'stun:stun.example'])).toEqual([]);
  const both = 'CHAT8_TURN_URLS with a TURN server and CHAT8_TURN_SECRET belong together';
  expect(mistakes(['--turn-urls', 'turn:turn.example'])).toEqual([both]);
  expect(mistakes([], secret)).toEqual([both]);
  for (const text of [
    'turn.example:3478',
    'https://turn.example',
    'turn://turn.example',
    'turn:me@turn.example',
    'turn:turn.example:0',
    'turn:turn.example:99999',
    'turn:turn.example?transport=sctp',
    'stun:stun.example?transport=udp',
    'turn:*.example',
    'turn:0.0.0.0:3478',
    'turn:[::]:3478',
    'turn:',
  ]) {
    expect([text, mistakes(['--turn-urls', text], secret).length > 0]).toEqual([text, true]);
  }
});

test('the relay is on unless other servers are named, and its ports are such as browsers call', () => {
  const relay = (...args: string[]) =>
    readConfig(args, { CHAT8_TURN_SECRET: args.includes('--turn-urls') ? 'shared' : '' }).relay;
  const others = ['--turn-urls', 'turn:turn.example'];
  expect([relay(), relay('--relay', 'off')]).toEqual([true, false]);
  expect([relay(...others), relay(...others, '--relay=on')]).toEqual([false, true]);
  const ports = (text: string) => readConfig(['--turn-port', text], {}).turn_port;
  expect(['0', '53', '80', '443', '1024', '3478', '65535'].map(ports)).toEqual([
    0, 53, 80, 443, 1_024, 3_478, 65_535,
  ]);
  for (const text of ['22', '123', '1023', '5060', '6667', '10080', '65536', 'x']) {
    expect([text, mistakes(['--turn-port', text]).length]).toEqual([text, 1]);
  }
  const host = (text: string) => readConfig(['--turn-host', text], {}).turn_host;
  expect(['turn.example', '192.0.2.7', '[2001:db8::7]', '2001:db8::7'].map(host)).toEqual([
    'turn.example',
    '192.0.2.7',
    '2001:db8::7',
    '2001:db8::7',
  ]);
  for (const text of [
    'turn.example:3478',
    'https://a.example',
    '*.example',
    'a/b',
    'a b',
    '::1:x',
    // Where to listen, everybody, many: no place of a relay.
    '0.0.0.0',
    '0',
    '::',
    '[::]',
    '255.255.255.255',
    '224.0.0.1',
    'ff02::1',
  ]) {
    expect([text, mistakes(['--turn-host', text]).length]).toEqual([text, 1]);
  }
});

test('a port of the relay that another listener has is a mistake, and so is TLS without a certificate', () => {
  const tls = ['--tls-cert', 'a.pem', '--tls-key', 'a.key', '--public-url', 'https://a.example'];
  const acme = ['--acme', 'on', '--public-url', 'https://a.example'];
  const cases: [string[], string[]][] = [
    [['--port', '3478'], []],
    [['--port', '3478', '--turn-port', '3478'], ['CHAT8_TURN_PORT and CHAT8_PORT must differ']],
    [['--port', '0', '--turn-port', '0'], []],
    [
      [...tls, '--http-port=80', '--turn-port=80'],
      ['CHAT8_TURN_PORT and CHAT8_HTTP_PORT must differ'],
    ],
    [[...acme, '--turn-port', '443'], ['CHAT8_TURN_PORT and CHAT8_PORT must differ']],
    [[...acme, '--turn-tls-port', '80'], ['CHAT8_TURN_TLS_PORT and CHAT8_HTTP_PORT must differ']],
    [
      [...tls, '--turn-port', '5349', '--turn-tls-port', '5349'],
      ['CHAT8_TURN_TLS_PORT and CHAT8_TURN_PORT must differ'],
    ],
    [['--turn-tls-port', '5349'], ['CHAT8_TURN_TLS_PORT needs CHAT8_ACME or CHAT8_TLS_CERT']],
  ];
  for (const [args, told] of cases) expect([args, mistakes(args)]).toEqual([args, told]);
});
