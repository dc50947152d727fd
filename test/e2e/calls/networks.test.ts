// Calls between two homes, by the kind of their routers: made of network namespaces.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { press, talkByVoice, wayOf } from '../../support/calls/talking';
import { openHomes } from '../../support/calls/two-homes';
import { startCoturn } from '../../support/network/coturn';
import { HOST_TOO, SERVER_TOO } from '../../support/network/internet';
import type { Manner } from '../../support/network/routers';
import { eventually } from '../../support/scratch';

const programs = ['chromium', 'network namespaces', 'certutil', 'openssl', 'turnserver'];
const isPossible = programs.every(isAvailable);

/** Directly, or how the page behind that router speaks with its relay. */
type Way = 'direct' | 'udp' | 'tcp' | 'tls';

/** Alice's router, bob's router, and the ways that the media of each must go. */
const MIXES: [Manner, Manner, Way, Way][] = [
  ['open', 'open', 'direct', 'direct'],
  ['open', 'cone', 'direct', 'direct'],
  ['symmetric', 'open', 'direct', 'direct'],
  ['cone', 'cone', 'direct', 'direct'],
  ['symmetric', 'cone', 'udp', 'udp'],
  ['symmetric', 'symmetric', 'udp', 'udp'],
  ['UDP-blocked', 'cone', 'tcp', 'udp'],
  ['UDP-blocked', 'UDP-blocked', 'tcp', 'tcp'],
  ['443-only', 'open', 'tls', 'udp'],
  ['443-only', '443-only', 'tls', 'tls'],
];

/** One of two that may speak UDP speaks with the other one's relay. */
const wayIn = async (page: Page, expected: Way): Promise<Way> => {
  const { isDirect, by } = await wayOf(page);
  return isDirect ? 'direct' : ((by ?? (expected === 'udp' ? 'udp' : 'tcp')) as Way);
};

test.skipIf(!isPossible)(
  'calls connect between homes of ten mixes of routers, without a relay if they can',
  async () => {
    const secret = 'a secret that two servers share';
    const urls = [
      `turn:${HOST_TOO}:3478?transport=udp`,
      `turn:${HOST_TOO}:3478?transport=tcp`,
      `turns:${HOST_TOO}:443?transport=tcp`,
    ];
    await using homes = await openHomes({
      CHAT8_TURN_SECRET: secret,
      CHAT8_TURN_URLS: urls.join(','),
    });
    const { alice, bob, internet, certificate } = homes;
    await using _ = await startCoturn(secret, {
      ...{ inside: internet.enter('server'), address: SERVER_TOO, port: 3478 },
      tls: { ...certificate, port: 443 },
    });
    for (const [hers, his, ...ways] of MIXES) {
      homes.be(hers, his);
      await talkByVoice(alice, bob);
      // The first way that is found need not be the one that stays.
      let found: Way[] = [];
      const isSo = async () => {
        found = [await wayIn(alice, ways[0]), await wayIn(bob, ways[1])];
        return Bun.deepEquals(found, ways);
      };
      await eventually(isSo, 8_000).catch(() => {});
      expect([hers, his, ...found]).toEqual([hers, his, ...ways]);
      await press(alice, 'End call');
      for (const page of [alice, bob]) await press(page, 'Close');
    }
    expect([...homes.errors(), ...homes.outside()]).toEqual([]);
  },
  120_000,
);
