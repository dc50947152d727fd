// What each of the reasons why calls fail for people is told by, in both languages, and to whom.
import { describe, expect, test } from 'bun:test';
import type { English } from '../../../../src/web/i18n/en/en';
import { en } from '../../../../src/web/i18n/en/en';
import { zh } from '../../../../src/web/i18n/zh/zh';
import type { RelayWay } from '../../../../src/web/model/calls/ice-servers';
import type { Trace } from '../../../../src/web/model/calls/trace';
import type { Findings, Pair, Side, WayResult } from '../../../../src/web/model/doctor/findings';
import { findingsOfCall, nothingFound, noWays } from '../../../../src/web/model/doctor/findings';
import type { Meaning, Who } from '../../../../src/web/model/doctor/judgement';
import { judge } from '../../../../src/web/model/doctor/judgement';
import { sentenceText } from '../../../../src/web/view/doctor/words';

const relays = (udp: WayResult, tcp: WayResult, tls: WayResult): Findings['relays'] => ({
  udp: { result: udp, round_trip_ms: null },
  tcp: { result: tcp, round_trip_ms: null },
  tls: { result: tls, round_trip_ms: null },
});

const WELL: Findings = {
  ...nothingFound(),
  ...{ microphone: 'heard', camera: 'seen', server: 'answered', nat: 'cone' },
  ...{ relay_host: 'chat8.example', relay_port: 3_478, families: ['ipv4'] },
  relays: relays('works', 'works', 'works'),
};

const SIDE: Side = {
  ...{ nat: 'cone', families: ['ipv4'], isHidden: false },
  relays: { udp: 'works', tcp: 'works', tls: 'works' },
};

const pair = (works: (RelayWay | 'direct')[], more: Partial<Pair> = {}): Pair => {
  const ways = noWays();
  for (const way of works) ways[way] = { result: 'works', round_trip_ms: 30 };
  return { name: 'bob', state: 'joined', ways, theirs: SIDE, ...more };
};

const TRACE: Trace = {
  relays: { udp: 'given', tcp: 'given', tls: 'given' },
  ...{ isHidden: false, wasConnected: false, hasMoved: false },
  theirs: { isHeard: true, hasRelay: true, hasDirect: true },
};

const ofCall = (more: Partial<Trace>): Findings => findingsOfCall('bob', { ...TRACE, ...more });

/** What was found, and the first thing that is said of it with a fault, or a note, in it. */
const ROWS: [string, Partial<Findings>, Meaning, Who?][] = [
  [
    'no TURN at all',
    { relays: relays('notOffered', 'notOffered', 'notOffered') },
    'noRelay',
    'operator',
  ],
  [
    'no TURN, and an address to hide',
    { isHidden: true, relays: relays('notOffered', 'notOffered', 'notOffered') },
    ...(['hiddenNoRelay', 'operator'] as const),
  ],
  [
    'the port is not open: silence on UDP, 701 on TCP, and the page works',
    { relays: relays('silent', 'refused', 'notOffered') },
    ...(['portClosed', 'operator'] as const),
  ],
  [
    'the port is open for UDP alone',
    { relays: relays('works', 'refused', 'works') },
    ...(['tcpClosed', 'operator'] as const),
  ],
  [
    'a wrong announced host',
    { isElsewhere: true, relay_host: '172.17.0.2', relays: relays('silent', 'silent', 'refused') },
    ...(['wrongHost', 'operator'] as const),
  ],
  [
    'a wrong announced address: the relay gives one, and nothing arrives',
    { relays: relays('deaf', 'deaf', 'notOffered') },
    ...(['wrongAddress', 'operator'] as const),
  ],
  [
    'UDP is blocked: none in 3 s, and TCP is there',
    { nat: 'blocked', relays: relays('silent', 'works', 'works') },
    ...(['udpBlocked', 'network'] as const),
  ],
  [
    'only HTTPS passes: TLS on the port of the page is there',
    { nat: 'blocked', relays: relays('silent', 'silent', 'works') },
    ...(['onlyTls', 'network'] as const),
  ],
  [
    'the relay’s certificate',
    { relays: relays('works', 'works', 'refused') },
    ...(['certificate', 'operator'] as const),
  ],
  [
    'a proxy or CDN lets only HTTP pass',
    { nat: 'blocked', relays: relays('silent', 'refused', 'refused') },
    ...(['onlyHttp', 'operator'] as const),
  ],
  [
    'no hairpin: the page from inside, the relay by its public address',
    { isElsewhere: true, isInside: true, relays: relays('silent', 'silent', 'silent') },
    ...(['hairpin', 'network'] as const),
  ],
  ['a page without https', { isSecure: false }, 'insecure', 'operator'],
  ['a microphone that was denied', { microphone: 'denied' }, 'microphoneTrouble', 'you'],
  ['no microphone', { microphone: 'missing' }, 'microphoneTrouble', 'you'],
  ['a microphone that hears nothing', { microphone: 'silent' }, 'microphoneSilent', 'you'],
  ['a camera in another program', { camera: 'busy' }, 'cameraTrouble', 'you'],
  [
    'secrets that differ',
    { relays: relays('unauthorized', 'silent', 'works') },
    'unauthorized',
    'operator',
  ],
  [
    'another family than the friend’s, and no relay that both reach',
    {
      families: ['ipv6'],
      relays: relays('notOffered', 'notOffered', 'notOffered'),
      pair: pair([]),
    },
    ...(['pairNone', 'operator'] as const),
  ],
  ['a network with another port for each', { nat: 'symmetric' }, 'natSymmetric', 'network'],
  ['an address that is hidden', { isHidden: true }, 'hidden', 'you'],
  ['a server that is away', { server: 'away' }, 'serverAway', 'you'],
  ['a friend who did not join', { pair: pair([], { state: 'notJoined' }) }, 'notJoined'],
  ['a friend who left', { pair: pair([], { state: 'left' }) }, 'left'],
  [
    'a friend whose device reaches no relay',
    {
      pair: pair([], {
        theirs: { ...SIDE, relays: { udp: 'silent', tcp: 'refused', tls: 'refused' } },
      }),
    },
    ...(['theirTrouble', 'you'] as const),
  ],
];

const first = (findings: Findings) => judge(findings).find(({ tone }) => tone !== 'good');

describe('a cause is told, with who can change it', () => {
  for (const [name, found, meaning, who] of ROWS) {
    test(name, () => {
      expect(first({ ...WELL, ...found })).toMatchObject({ meaning, ...(who ? { who } : {}) });
    });
  }

  test('mixed families go by the relay, and are told about it', () => {
    const found = { ...WELL, families: ['ipv6' as const], pair: pair(['tls']) };
    const meanings = judge(found).map(({ meaning }) => meaning);
    expect(meanings.slice(0, 2)).toEqual(['pairRelayed', 'mixedFamilies']);
  });

  test('a clock that is off is told beside credentials that are refused', () => {
    const relayed = relays('unauthorized', 'unauthorized', 'notOffered');
    const meanings = judge({ ...WELL, relays: relayed, clock_off_ms: 600_000 }).map(
      ({ meaning }) => meaning,
    );
    expect(meanings).toContain('clockOff');
  });

  test('where all is well nothing is complained of', () => {
    const found = { ...WELL, pair: pair(['direct', 'udp']) };
    expect(judge(found).map(({ meaning, tone }) => [meaning, tone])).toEqual([
      ['pairDirect', 'good'],
      ['microphoneGood', 'good'],
      ['cameraGood', 'good'],
      ['allWays', 'good'],
      ['natGood', 'good'],
    ]);
  });
});

describe('a call that failed', () => {
  const CALLS: [string, Findings, Meaning][] = [
    ['broke in the middle', ofCall({ wasConnected: true }), 'callLost'],
    [
      'broke as this device went to another network',
      ofCall({ wasConnected: true, hasMoved: true }),
      'callMoved',
    ],
    [
      'was with a device that said nothing',
      ofCall({ theirs: { isHeard: false, hasRelay: false, hasDirect: false } }),
      'callUnheard',
    ],
    [
      'was with a device that reached no relay',
      ofCall({ theirs: { isHeard: true, hasRelay: false, hasDirect: true } }),
      'theirTrouble',
    ],
    ['found no way between two that reach the relay', ofCall({}), 'callApart'],
    [
      'had no relay',
      ofCall({ relays: { udp: 'notOffered', tcp: 'notOffered', tls: 'notOffered' } }),
      'noRelay',
    ],
    [
      'reached no relay',
      ofCall({ relays: { udp: 'silent', tcp: 'refused', tls: 'notOffered' } }),
      'portClosed',
    ],
  ];
  for (const [name, findings, meaning] of CALLS) {
    test(name, () => expect(first(findings)?.meaning).toBe(meaning));
  }
});

describe('words', () => {
  const LANGUAGES: [string, English][] = [
    ['English', en],
    ['Chinese', zh],
  ];
  const all = [
    ...ROWS.map(([, found]) => ({ ...WELL, ...found })),
    ...[WELL, { ...WELL, pair: pair(['udp']) }, ofCall({}), ofCall({ wasConnected: true })],
  ].flatMap(judge);
  for (const [name, texts] of LANGUAGES) {
    test(`every sentence is a whole one in ${name}`, () => {
      for (const sentence of all) {
        const text = sentenceText(texts, sentence);
        expect(text).toMatch(/^\S.{3,}[.。]$/);
        expect(text).not.toMatch(/undefined|\[object|NaN/);
      }
    });
  }

  test('names what is to be changed: the host, the port, the friend', () => {
    const said = (found: Partial<Findings>) => {
      const sentence = first({ ...WELL, ...found });
      return sentence ? sentenceText(en, sentence) : '';
    };
    expect(said({ relays: relays('silent', 'refused', 'notOffered') })).toContain('port 3478');
    expect(
      said({
        isElsewhere: true,
        relay_host: '10.0.0.1',
        relays: relays('silent', 'silent', 'silent'),
      }),
    ).toContain('10.0.0.1');
    expect(said({ pair: pair([], { state: 'notJoined' }) })).toContain('bob');
    expect(said({ microphone: 'denied' })).toBe(en.call.troubles.microphone.denied);
  });
});
