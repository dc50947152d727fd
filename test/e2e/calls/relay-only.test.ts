// Calls by a relay alone, as whoever hides the address has them, and the call doctor on such a server.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openPair, press, talkByVoice, wayOf } from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { startCoturn } from '../../support/network/coturn';
import { dialogsClosed, openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

const isHere = isAvailable('chromium') && isAvailable('turnserver');

test.skipIf(!isHere)(
  'whoever hides the address talks by the relay alone, and the doctor says what works, alone and with a friend',
  async () => {
    const secret = 'a secret that two servers share';
    await using coturn = await startCoturn(secret);
    const relay = `turn:127.0.0.1:${coturn.port}`;
    await using server = await startExecutable({
      env: {
        CHAT8_TURN_URLS: `stun:127.0.0.1:${coturn.port},${relay}?transport=udp,${relay}?transport=tcp`,
        CHAT8_TURN_SECRET: secret,
      },
    });
    await using pair = await openPair(server.url);
    const { alice, bob } = pair;
    for (const page of [alice, bob]) {
      await openSettings(page, 'Calls');
      await press(page, 'Hide my address');
    }
    // Alone: the microphone beeps, the camera shows a picture, both ways are timed.
    await press(alice, 'Check now');
    await alice.getByLabel('Your picture').waitFor();
    await alice.getByText('Your microphone works.').waitFor();
    await alice.getByText('Your camera works.').waitFor();
    await alice.getByText('You hide your address: all calls go through the relay.').waitFor();
    for (const way of ['udp', 'tcp']) {
      const result = alice.locator(`[data-way=${way}] .doctor-result`);
      await soon(async () => expect(await result.textContent()).toMatch(/^works · \d+ ms$/));
    }
    await alice.getByText('The relay offers no way by TLS.').waitFor();

    // Together: bob is asked, and nothing opens before he joins.
    await press(bob, 'Close');
    await dialogsClosed(bob);
    await press(alice, 'Check together');
    await bob.getByText('alice wants to check calls with you').waitFor();
    await soon(async () => expect(await bob.getByRole('dialog').count()).toBe(0));
    await press(bob, 'Join');
    for (const [page, name] of [
      [alice, 'bob'],
      [bob, 'alice'],
    ] as const) {
      const text = `You and ${name} connect through the relay.`;
      await page.getByText(text).waitFor();
      const direct = page.locator('[data-way=direct] .doctor-result');
      await soon(async () => expect(await direct.textContent()).toEqual('not available'));
      await press(page, 'Close');
    }

    await talkByVoice(alice, bob);
    for (const page of [alice, bob]) {
      // The browser stays with the first way to the relay that works: by UDP, but by TCP if its answers
      // by UDP come late. Which of those that were offered is its own matter.
      await soon(async () => {
        const { isDirect, by } = await wayOf(page);
        expect(isDirect).toBe(false);
        expect(['udp', 'tcp']).toContain(by ?? '');
      });
    }
    await press(alice, 'End call');
    expect([...pair.errors(), ...pair.outside()]).toEqual([]);
  },
  300_000,
);
