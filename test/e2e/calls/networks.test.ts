// Calls between two homes, by the kind of their routers: made of network namespaces, with the
// executable and its own relay between them.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { press, talkByVoice, wayOf } from '../../support/calls/talking';
import { type Homes, openHomes } from '../../support/calls/two-homes';
import type { Manner } from '../../support/network/routers';
import { eventually } from '../../support/scratch';

const isPossible = ['chromium', 'network namespaces', 'certutil', 'openssl'].every(isAvailable);

let homes: Homes;
beforeAll(async () => {
  // One check of calls is let through in ten seconds.
  if (isPossible) homes = await openHomes({ CHAT8_RATE_LIMIT: 'off' });
}, 60_000);
afterAll(() => homes?.[Symbol.asyncDispose](), 20_000);

/** Directly, or how the page behind that router speaks with the relay. */
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

const found = async (page: Page) => {
  const { isDirect, by } = await wayOf(page);
  return isDirect ? 'direct' : by;
};

/** The first way that is found need not be the one that stays. */
const becomes = async (pages: Page[], ways: Way[]) => {
  let last: unknown[] = [];
  await eventually(async () => {
    last = await Promise.all(pages.map(found));
    return Bun.deepEquals(last, ways);
  }, 8_000).catch(() => {});
  return last;
};

test.skipIf(!isPossible)(
  'calls connect between homes of ten mixes of routers, without a relay if they can',
  async () => {
    const { alice, bob } = homes;
    for (const [hers, his, ...ways] of MIXES) {
      homes.be(hers, his);
      await talkByVoice(alice, bob);
      const which = [hers, his];
      expect([...which, ...(await becomes([alice, bob], ways))]).toEqual([...which, ...ways]);
      await press(alice, 'End call');
      for (const page of [alice, bob]) await press(page, 'Close');
    }
    expect([...homes.errors(), ...homes.outside()]).toEqual([]);
  },
  120_000,
);

/** What alice is told behind each router, never twice in a row the same. */
const SAID: [Manner, string][] = [
  ['open', 'Your network lets devices reach each other directly.'],
  ['symmetric', 'Your network gives every connection another port (symmetric NAT).'],
  ['cone', 'Your network lets devices reach each other directly.'],
  ['UDP-blocked', 'UDP doesn’t get through: calls work, but go by TCP'],
  ['443-only', 'Your network lets only secure web connections through'],
];

test.skipIf(!isPossible)(
  'the call doctor names each kind of network, in words',
  async () => {
    const { alice } = homes;
    await press(alice, 'Settings');
    await alice.locator('.settings-list').getByRole('button', { name: 'Calls' }).click();
    for (const [manner, text] of SAID) {
      homes.be(manner, 'open');
      await alice.getByRole('button', { name: /^Check (now|again)$/ }).click();
      await alice.locator('.doctor-meaning', { hasText: text }).waitFor({ timeout: 20_000 });
    }
    await press(alice, 'Close');
    expect([...homes.errors(), ...homes.outside()]).toEqual([]);
  },
  60_000,
);
