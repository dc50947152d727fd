// Voice messages: paused and heard before they are sent, marked until they are heard, one after the other.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { press } from '../../support/pictures/gallery';
import { composerFocused, openChat, recorded, say } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const record = async (page: Page) => {
  await press(page, 'Record a voice message');
  await recorded(page, 1);
};

/** The page's sounds are no elements of it: they are known by how they are made. */
const watchSounds = async (page: Page, friend: string) => {
  await page.addInitScript(() => {
    const made: HTMLAudioElement[] = [];
    Object.assign(window, { made });
    window.Audio = new Proxy(Audio, {
      construct(target, given) {
        const audio = new target(...given);
        made.push(audio);
        return audio;
      },
    });
  });
  await page.reload();
  await openChat(page, friend);
};

/** Of each that was made: whether any of it was heard, and how fast it plays. */
const sounds = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { made: HTMLAudioElement[] }).made.map(({ played, playbackRate }) => [
      played.length > 0,
      playbackRate,
    ]),
  );

test.skipIf(!hasBrowser)(
  'a voice is heard before it is sent, marked until the other one heard it, and the next plays on faster',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    await watchSounds(alice, 'bob');
    await watchSounds(bob, 'alice');
    await record(alice);
    // The keys go on with the recording, and with the text once it is sent.
    await alice.locator('[aria-label="Pause recording"]:focus').waitFor();
    await press(alice, 'Pause recording');
    await press(alice, 'Listen');
    await soon(async () => expect(await sounds(alice)).toEqual([[true, 1]]));
    await press(alice, 'Go on recording');
    await recorded(alice, 2);
    await press(alice, 'Send the recording');
    await composerFocused(alice);
    await bob.locator('.player').waitFor();
    await record(alice);
    await press(alice, 'Send the recording');
    await say(alice, 'did you hear?');
    await bob.locator('.bubble .text').getByText('did you hear?', { exact: true }).waitFor();
    const unheard = bob.getByRole('img', { name: 'Not heard yet' });
    await unheard.nth(1).waitFor();
    await soon(async () =>
      expect(await alice.getByRole('img', { name: 'Not heard yet' }).count()).toBe(0),
    );

    // The first is heard, then the second, with nothing pressed between; the speed is kept.
    await bob.locator('.player').first().getByRole('button', { name: 'Play' }).click();
    await bob.getByRole('button', { name: 'Speed 1×' }).click();
    await bob.locator('.player').nth(1).getByRole('button', { name: 'Speed 1.5×' }).waitFor();
    await soon(async () => expect(await unheard.count()).toEqual(0));
    // One player for the page.
    await soon(async () => expect(await sounds(bob)).toEqual([[true, 1.5]]));
    await bob.reload();
    await openChat(bob, 'alice');
    await bob.locator('.player').nth(1).waitFor();
    await soon(async () => expect(await unheard.count()).toBe(0));
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a voice answers what was chosen, and one that was left for something else waits to be sent',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    await say(bob, 'how does it sound?');
    await alice.locator('.theirs .text', { hasText: 'how does it sound?' }).hover();
    await alice.locator('.theirs').getByRole('button', { name: 'Reply' }).click();
    await alice.locator('.composer-context').getByText('how does it sound?').waitFor();
    await record(alice);
    await alice.locator('.composer-context').getByText('how does it sound?').waitFor();
    await press(alice, 'Send the recording');
    await bob
      .locator('.theirs', { has: bob.locator('.player') })
      .locator('.quote')
      .waitFor();
    await alice.locator('.composer-context').waitFor({ state: 'detached' });

    // Whoever begins to edit, or leaves, while recording has said it all the same.
    await say(alice, 'like thsi');
    await record(alice);
    await alice.locator('.mine .text', { hasText: 'like thsi' }).click({ button: 'right' });
    await alice.locator('.menu').getByRole('button', { name: 'Edit' }).click();
    await alice.getByRole('textbox', { name: 'Message' }).fill('like this');
    await alice.keyboard.press('Enter');
    await bob.locator('.theirs .text', { hasText: 'like this' }).waitFor();
    const waiting = alice.locator('.composer').getByText(/^voice-/);
    await waiting.waitFor();
    await press(alice, 'Send');
    await bob.locator('.player').nth(1).waitFor();
    await waiting.waitFor({ state: 'detached' });
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);
