// Chromium and Firefox call each other, both ways.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openCaller, press, silence, until } from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { FAKE_DEVICES, openFirefox } from '../../support/push/firefox';
import { onScreen } from '../../support/push/firefox-page';
import { openChat } from '../../support/screen';

const WATCH = `() => {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}`;

/** The sum of squared levels of what was heard over the newest connection. */
const ENERGY = `(async () => {
  let energy = 0;
  for (const [, each] of (await window.connections.at(-1)?.getStats()) ?? []) {
    if (each.type === 'inbound-rtp' && each.kind === 'audio') energy += each.totalAudioEnergy ?? 0;
  }
  return energy;
})()`;

const isHere = isAvailable('chromium') && isAvailable('firefox-esr');

test.skipIf(!isHere)(
  'alice in Chromium and bob in Firefox call each other both ways, and hear each other',
  async () => {
    await using server = await startExecutable();
    const { url } = server;
    const [caller, firefox] = await Promise.all([
      openCaller(),
      openFirefox('ws://127.0.0.1:1/', FAKE_DEVICES),
    ]);
    await using _ = firefox;
    await using browser = caller.browser;
    const { page } = caller;
    const bobs = onScreen(firefox);
    const bob = await register(url, 'bob');
    await firefox.before(WATCH);
    const [alice] = await Promise.all([
      arrive(page, url, 'alice'),
      bobs.signIn(url, 'bob', bob.password).then(bobs.enter),
    ]);
    await befriend(alice, bob);
    await openChat(page, 'bob');
    const isHeardByBob = () => bobs.until(`${ENERGY}.then((energy) => energy > ${silence})`);

    await press(page, 'Call bob');
    await bobs.press('Answer');
    await until(page, ({ energy }) => energy > silence);
    await isHeardByBob();
    await page.getByText('End-to-end encrypted').last().waitFor();
    await press(page, 'End call');
    await bobs.until(`!document.querySelector('dialog[open]')`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await bobs.until(`(() => {
      const row = [...document.querySelectorAll('.row')].find((each) =>
        each.textContent.includes('alice'));
      row?.click();
      return !!row;
    })()`);
    await bobs.press('Video call alice');
    await press(page, 'With video');
    await until(page, ({ energy, frames }) => energy > silence && frames > 5);
    await isHeardByBob();
    await bobs.until(`(() => {
      const video = document.querySelector('video.call-theirs');
      return video !== null && video.videoWidth > 0;
    })()`);
    await bobs.press('End call');
    await page.locator('.call-line', { hasText: /Video call, 0:\d\d/ }).waitFor();
    expect([...browser.errors, ...browser.outside]).toEqual([]);
  },
  300_000,
);
