// Calls between two browsers, by what arrives in them.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import {
  loudness,
  openPair,
  press,
  silence,
  talkByVoice,
  until,
} from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { soon } from '../../support/timing';

/** The picture in a window of its own, the call on the whole screen, and another loudspeaker. */
const lookAround = async (page: Page) => {
  await press(page, 'Picture in picture');
  await page.waitForFunction(() => document.pictureInPictureElement?.matches('.call-theirs'));
  await page.evaluate(() => document.exitPictureInPicture());
  await press(page, 'Full screen');
  await page.waitForFunction(() => document.fullscreenElement?.matches('.call-screen'));
  await press(page, 'Full screen');
  await page.waitForFunction(() => document.fullscreenElement === null);
  await press(page, 'Devices');
  const [chosen = ''] = await page.getByLabel('Loudspeaker').selectOption({
    label: 'Fake Audio Output 1',
  });
  await page.waitForFunction((id) => document.querySelector('audio')?.sinkId === id, chosen);
  await press(page, 'Devices');
};

test.skipIf(!isAvailable('chromium'))(
  'alice calls bob: the voice arrives, muted it is silent, a camera shows, and a line is left',
  async () => {
    await using server = await startExecutable();
    await using pair = await openPair(server.url);
    const { alice, bob } = pair;

    await press(alice, 'Call bob');
    const ringing = bob.getByRole('dialog', { name: 'Voice call from alice' });
    await ringing.waitFor();
    await alice.getByText('Ringing…').waitFor();
    // A step back takes no bell away; in the call it leads to the chat, and the call goes on.
    await bob.goBack();
    await bob.evaluate(() => new Promise((go) => requestAnimationFrame(() => setTimeout(go))));
    await ringing.waitFor();
    await press(bob, 'Answer');
    for (const page of [alice, bob]) await until(page, ({ energy }) => energy > silence);
    for (const page of [alice, bob]) await page.getByText('End-to-end encrypted').last().waitFor();
    await soon(async () => expect(await loudness(bob)).toBeGreaterThan(silence));

    await press(alice, 'Mute');
    await bob.getByText('alice is muted').waitFor();
    // What was said before is played still.
    await soon(async () => expect(await loudness(bob)).toBeLessThan(silence));
    await press(alice, 'Unmute');
    await bob.getByText('alice is muted').waitFor({ state: 'detached' });
    await soon(async () => expect(await loudness(bob)).toBeGreaterThan(silence));

    // From voice to video in the call.
    await press(alice, 'Camera on');
    await bob.getByLabel('alice’s picture').waitFor();
    await until(bob, ({ frames }) => frames > 5);
    await press(bob, 'Camera on');
    await until(alice, ({ frames }) => frames > 5);
    await lookAround(alice);
    await press(alice, 'Camera off');
    await bob.getByLabel('alice’s picture').waitFor({ state: 'detached' });

    await press(bob, 'End call');
    for (const page of [alice, bob]) {
      await page.locator('.call-line', { hasText: /Voice call, 0:\d\d/ }).waitFor();
    }
    await alice.getByRole('dialog').waitFor({ state: 'detached' });
    expect([...pair.errors(), ...pair.outside()]).toEqual([]);
  },
  300_000,
);

test.skipIf(!isAvailable('chromium'))(
  'a reload goes on with the call, a declined and a missed one leave their lines',
  async () => {
    await using server = await startExecutable();
    await using pair = await openPair(server.url);
    const { alice, bob } = pair;
    await talkByVoice(alice, bob);

    for (const [page, other] of [
      [bob, alice],
      [alice, bob],
    ] as const) {
      await page.reload();
      await page.getByRole('button', { name: 'End call' }).waitFor();
      for (const each of [page, other]) await until(each, ({ energy }) => energy > silence);
      await soon(async () => expect(await loudness(other)).toBeGreaterThan(silence));
    }

    // One goes on writing beside it.
    await press(alice, 'Back to the chat');
    await alice.getByRole('textbox', { name: 'Message' }).fill('while we talk');
    await alice.keyboard.press('Enter');
    await bob.goBack();
    await bob.locator('.call-small').waitFor();
    await bob.locator('.row', { hasText: 'while we talk' }).waitFor();
    await press(alice, 'End call');
    await bob.locator('.call-small').waitFor({ state: 'detached' });

    await press(alice, 'Call bob');
    await press(bob, 'Decline');
    await alice.getByText('bob declined').waitFor();
    await press(alice, 'Close');
    await alice.locator('.call-line', { hasText: 'Voice call, declined' }).waitFor();

    await press(alice, 'Video call bob');
    await bob.getByRole('dialog', { name: 'Video call from alice' }).waitFor();
    await press(alice, 'Cancel');
    await bob.getByText('Missed call from alice').waitFor();
    await bob.locator('.call-line.missed', { hasText: 'Missed video call' }).waitFor();
    expect([...pair.errors(), ...pair.outside()]).toEqual([]);
  },
  300_000,
);
