// What the doctor says of the relay: each trouble in words, and nothing of what is well.
import { expect, test } from 'bun:test';
import { askBinding } from '../../../src/cli/doctor/binding';
import { ofRelayFacts, type RelayFacts } from '../../../src/cli/doctor/relay-words';

const well: RelayFacts = {
  config: { relay: true, turn_urls: [], turn_host: undefined, public_url: 'https://chat.example' },
  status: {
    relay: 'on, at port 3478',
    relay_port: 3_478,
    relay_offers: 9,
    relay_allocations_made: 40,
    relay_from_elsewhere_udp: 20,
    relay_from_elsewhere_tcp: 20,
  },
  isProxied: false,
  places: [{ address: '10.0.0.5', udp: 'answered', tcp: 'answered' }],
  announced: {
    host: 'chat.example',
    address: '93.184.216.34',
    udp: 'answered',
    tcp: 'answered',
    isOwn: false,
    isPrivate: false,
  },
  tls: [{ host: 'chat.example', port: 443, answer: 'answered' }],
};

const at = well.announced as Extract<RelayFacts['announced'], { address: string }>;
const status = (changes: Partial<RelayFacts['status']>) => ({ ...well.status, ...changes });

test('a relay that is heard everywhere gives no finding, at a start or behind a proxy either', () => {
  expect(ofRelayFacts(well)).toEqual([]);
  expect(ofRelayFacts({ ...well, isProxied: true, tls: [] })).toEqual([]);
  const fresh = { relay_offers: 2, relay_allocations_made: 0 };
  const unseen = { relay_from_elsewhere_udp: 0, relay_from_elsewhere_tcp: 0 };
  expect(ofRelayFacts({ ...well, status: status({ ...fresh, ...unseen }) })).toEqual([]);
  // Calls of people on the machine itself: a trial.
  expect(ofRelayFacts({ ...well, status: status(unseen), announced: undefined })).toEqual([]);
});

const without = (changes: Partial<RelayFacts['status']>) =>
  status({ relay_port: undefined as never, ...changes });

const CASES: [what: string, facts: Partial<RelayFacts>, words: string[]][] = [
  [
    'is off, and nothing stands in for it',
    {
      config: { ...well.config, relay: false },
      status: without({ relay: 'off: CHAT8_RELAY=off' }),
    },
    ['CHAT8_RELAY is off', 'CHAT8_TURN_URLS names no server'],
  ],
  [
    'gave way to another program',
    {
      // Whatever stands in for it: it was asked for.
      config: { ...well.config, turn_urls: ['turn:turn.example'] },
      status: without({ relay: 'off: port 3478 is in use by another program' }),
    },
    ['port 3478 is in use', 'CHAT8_TURN_PORT'],
  ],
  [
    'does not run',
    { status: without({ relay: 'not running', relay_trouble: 'it ended with 1' }) },
    ['does not run: it ended with 1'],
  ],
  [
    'is behind a firewall of the machine',
    { places: [{ address: '10.0.0.5', udp: 'silent', tcp: 'answered' }] },
    ['not heard at UDP port 3478 of 10.0.0.5', 'its firewall'],
  ],
  [
    'is not forwarded to',
    { announced: { ...at, udp: 'silent', tcp: 'closed' } },
    [
      'not heard from here at UDP and TCP port 3478 of chat.example (93.184.216.34)',
      '-p 3478:3478/udp -p 3478:3478',
      'call doctor of the client',
    ],
  ],
  [
    'is announced where a proxy stands',
    { isProxied: true, tls: [], announced: { ...at, udp: 'silent', tcp: 'closed' } },
    ['the proxy before the page passes no calls on', 'CHAT8_TURN_HOST'],
  ],
  [
    'is heard by TCP alone',
    { announced: { ...at, udp: 'silent' } },
    ['at UDP port 3478 of chat.example'],
  ],
  [
    'has a name that the DNS does not know',
    { announced: { host: 'turn.example', address: undefined } },
    ['the DNS knows no address of turn.example'],
  ],
  [
    'is announced at an address of a home',
    { announced: { ...at, host: '192.168.1.5', address: '192.168.1.5', isPrivate: true } },
    ['only its own network reaches', 'CHAT8_TURN_HOST'],
  ],
  [
    'has a certificate of another name',
    { tls: [{ host: 'chat.example', port: 443, answer: { certificate: 'it has expired' } }] },
    ['chat.example:443 does not hold for the relay (it has expired)'],
  ],
  [
    'gets nothing of the TLS of the page',
    { tls: [{ host: 'chat.example', port: 443, answer: 'other' }] },
    ['ends at a proxy', 'CHAT8_TURN_TLS_PORT'],
  ],
  [
    'has a port for TLS that is closed',
    { tls: [{ host: 'chat.example', port: 5_349, answer: 'closed' }] },
    ['not heard over TLS at chat.example:5349'],
  ],
  [
    'was offered and reached by nobody',
    { status: status({ relay_allocations_made: 0 }) },
    ['offered to calls 9 times', 'reached by none', 'open UDP and TCP port 3478'],
  ],
  [
    'was never reached by UDP',
    { status: status({ relay_from_elsewhere_udp: 0 }) },
    ['never by UDP', 'open UDP port 3478'],
  ],
  [
    'was never reached by TCP',
    { status: status({ relay_from_elsewhere_tcp: 0 }) },
    ['never by TCP', 'open TCP port 3478'],
  ],
];

test.each(CASES)('a relay that %s is one finding, which says what to do', (_, facts, words) => {
  const found = ofRelayFacts({ ...well, ...facts });
  expect(found).toHaveLength(1);
  for (const each of words) expect(found[0]).toContain(each);
});

test('another server than the own one, and one that nobody asks, are no finding', () => {
  const config = { ...well.config, relay: false, turn_urls: ['turn:turn.example'] };
  const off = without({ relay: 'off: CHAT8_TURN_URLS names other servers' });
  expect(ofRelayFacts({ ...well, config, status: off })).toEqual([]);
});

test('a Binding is asked as browsers ask: silence, a closed port and another program are told apart', async () => {
  const silent = await Bun.udpSocket({ hostname: '127.0.0.1', socket: { data() {} } });
  const web = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
  const to = { host: '127.0.0.1', patience_ms: 30_000 };
  const soon = { ...to, patience_ms: 300 };
  expect(await askBinding({ ...soon, way: 'udp', port: silent.port })).toBe('silent');
  expect(await askBinding({ ...to, way: 'tcp', port: web.port ?? 0 })).toBe('other');
  const { port } = web;
  web.stop(true);
  silent.close();
  expect(await askBinding({ ...to, way: 'tcp', port: port ?? 0 })).toBe('closed');
});
