// Every screen for everyone: axe finds nothing, in either scheme, on a desk and on a phone; twice
// the text breaks no layout; the keyboard gets everywhere.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser, openWholeBrowser, PLAIN_HOST, unroute } from '../../support/browser';
import { withKey } from '../../support/data/archive';
import { startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import {
  closeDialog,
  enter,
  openChat,
  openSafety,
  openSettings,
  say,
  signUp,
} from '../../support/screen';
import { gallery } from '../../support/watch/axe';

const hasBrowser = isAvailable('chromium');
test.skipIf(!hasBrowser)(
  'axe finds nothing before the conversations, and twice the text fits',
  async () => {
    await using server = await startExecutable({ env: PLAIN });
    await using browser = await openBrowser();
    const page = await browser.page();
    const { look, found, clean } = gallery(page);
    await page.goto(server.url.replace('127.0.0.1', PLAIN_HOST));
    await page.getByText('Ask the server’s admin').waitFor();
    await look('not encrypted');
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Forgot your password?').click();
    await look('sign in');
    await page.getByRole('button', { name: 'Create account' }).click();
    await look('create account');
    await page.goto(`${server.url}/i/${'a'.repeat(20)}`);
    await page.locator('.note').waitFor();
    await look('a spent invitation');
    const alice = await signUp(page, server.url, 'alice');
    await look('recovery code');
    await enter(alice);
    await look('no conversations');
    await page.route('**/api/**', (route) => route.abort());
    await page.evaluate(() => localStorage.setItem('epoch 1', 'another'));
    // A device that does not know who was here last has nothing to open.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('chat8');
          opening.onsuccess = () => {
            const change = opening.result.transaction('kept', 'readwrite');
            change.objectStore('kept').delete('person');
            change.oncomplete = resolve;
          };
        }),
    );
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await look('unreachable');
    await unroute(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('restored from a backup').waitFor();
    await look('restored');
    // This device forgets what opens the vault.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.open('chat8').onsuccess = ({ target }) => {
            const { result } = target as IDBOpenDBRequest;
            const deletion = result.transaction('kept', 'readwrite').objectStore('kept');
            deletion.delete('device key 1').onsuccess = resolve;
          };
        }),
    );
    await page.reload();
    await page.getByRole('heading', { name: 'Unlock your messages' }).waitFor();
    await look('locked');
    await page.getByRole('button', { name: 'I have neither' }).click();
    await look('a question');
    expect(found).toEqual(clean());
    // What Chromium notes of the address that is not secure, and of the server that was away.
    const errors = browser.errors.filter((line) => !/Opener-Policy|ERR_FAILED/.test(line));
    expect(errors).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'axe finds nothing among the conversations, and twice the text fits',
  async () => {
    await using server = await startExecutable();
    await using browser = await openWholeBrowser();
    const page = await browser.page();
    const { look, found, clean } = gallery(page);
    const alice = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    await bob.says({ id: 1 }, 'hello https://chat.example');
    const wide = await register(server.url, 'W'.repeat(32));
    await wide.post('/friends/request', { user_id: 1, message: 'we met by the lake' });
    await page.getByText('we met by the lake').waitFor();
    await look('list');
    await page.getByRole('button', { name: 'Add friends' }).first().click();
    await page.getByRole('button', { name: 'Create an invitation link' }).click();
    await page.locator('.link').waitFor();
    await page.getByLabel('Username').fill('b');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator('.dialog .row-name', { hasText: 'bob' }).waitFor();
    await look('people');
    await closeDialog(page);
    await openChat(page, 'bob');
    await say(page, '*hello* `there`\n```\nlet tea = 5;\n```');
    await page.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    await look('conversation');
    await page.locator('.bubble').first().getByRole('button', { name: 'More' }).click();
    await look('menu');
    await page.locator('.menu').getByRole('button', { name: 'Select' }).click();
    await page.locator('.selection-bar').getByRole('button', { name: 'Forward' }).click();
    await look('forward several');
    await closeDialog(page);
    await page.keyboard.press('Escape');
    await page.locator('.bubble').first().getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('button', { name: 'Emoji' }).click();
    await look('composer');
    await withKey(bob);
    await openSafety(page);
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await page.getByRole('button', { name: 'The numbers are the same' }).click();
    await page.getByRole('button', { name: 'Remove verification' }).waitFor();
    await look('safety numbers');
    await closeDialog(page);
    {
      using line = await bob.connect();
      line.send({ type: 'video_call_invite', data: { user_id: alice.id } });
      await page.getByRole('dialog', { name: 'Video call from bob' }).waitFor();
      await look('somebody calls');
      await page.getByRole('button', { name: 'Devices', exact: true }).click();
      await look('devices before an answer');
      await page.getByRole('button', { name: 'Decline', exact: true }).click();
      await page.locator('.call-line').waitFor();
      await look('the line of a call');
    }
    await page.getByRole('button', { name: 'Call bob', exact: true }).click();
    await page.getByText('The microphone is blocked for this page').waitFor();
    await look('no microphone');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await page.getByText('isn’t allowed to use the microphone').waitFor();
    await withKey(bob);
    await page.locator('.key-line').waitFor();
    await say(page, 'is it you?');
    await page.getByRole('heading', { name: 'The key has changed' }).waitFor();
    await look('a changed key');
    expect(found).toEqual(clean());
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'axe finds nothing in the settings, and the focus comes back from them',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const { look, found, clean } = gallery(page);
    await arrive(page, server.url, 'alice');
    await openSettings(page, 'Profile');
    const pages = page.locator('.settings-group button');
    for (let at = 0; at < (await pages.count()); at += 1) {
      await pages.nth(at).click();
      await look((await pages.nth(at).textContent()) ?? '');
    }
    expect(Object.keys(found).length).toBe(14);
    await pages.first().click();
    // In the colours that a person chose for all pages, too, one sees what is chosen.
    await page.emulateMedia({ forcedColors: 'active' });
    for (const state of ['aria-current', 'aria-pressed']) {
      const grounds = await page.locator(`.settings [${state}]`).evaluateAll((all, name) => {
        const colourOf = (isOn: string) => {
          const one = all.find((each) => each.getAttribute(name) === isOn);
          return one && getComputedStyle(one).backgroundColor;
        };
        return [colourOf('true'), colourOf('false')];
      }, state);
      expect([state, new Set(grounds).size]).toEqual([state, 2]);
    }
    await page.emulateMedia({ forcedColors: 'none' });
    const bytes = await page.screenshot();
    const picture = { name: 'p.png', mimeType: 'image/png', buffer: bytes };
    await page.locator('.settings input[type=file]').setInputFiles(picture);
    await page.locator('.crop').waitFor();
    await look('the part of a picture');
    await closeDialog(page);
    await closeDialog(page);
    await page.locator('[aria-label=Settings]:focus').waitFor();
    expect(found).toEqual(clean());
    expect(browser.errors).toEqual([]);
  },
  300_000,
);
