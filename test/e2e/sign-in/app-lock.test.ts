// The app lock in a real browser: what is on the page when it is locked, and what opens it.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { closeDialog, enter, openChat, openSettings, say, signUp } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');
const axe = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8');

/** A device that checks its owner and gives secrets (CTAP 2, hmac-secret). */
const withPasskeys = async (page: Page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
};

/** What axe finds, in either scheme. */
const violations = async (page: Page): Promise<unknown[]> => {
  const found: unknown[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(
      ...((await page.evaluate(
        `${axe}; axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))`,
      )) as unknown[]),
    );
  }
  return found;
};

const isLocked = (page: Page) => page.getByRole('heading', { name: 'Chat8 is locked' }).waitFor();

test.skipIf(!hasBrowser)(
  'a locked page shows nothing of anybody, and a passkey or the PIN brings everything back',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    // Passkeys belong to a name, and an address in numbers is none.
    await browser.context.unrouteAll();
    const page = await browser.page();
    const url = server.url.replace('127.0.0.1', 'localhost');
    await enter(await signUp(page, url, 'alice'));
    await withPasskeys(page);
    const bob = await register(server.url, 'bob');
    await befriend(bob, await login(server.url, 'alice'));
    await openChat(page, 'bob');
    await page.locator('.beginning-card').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'bob' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await closeDialog(page);
    await say(page, 'what nobody else reads');
    await page.locator('.message-list').getByText('what nobody').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');

    await openSettings(page, 'App lock');
    await page.getByRole('button', { name: 'Use fingerprint, face or screen lock' }).click();
    await isLocked(page);
    const shown = (await page.locator('body').textContent()) ?? '';
    expect(shown).not.toMatch(/bob|alice|nobody else|half a thought/);
    await soon(async () => expect(await page.title()).toBe('Chat8'));
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    // The conversation that was open is open again, with what was begun in it.
    await page.locator('.message-list').getByText('what nobody').waitFor();
    await soon(async () =>
      expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(
        'half a thought',
      ),
    );

    await openSettings(page, 'App lock');
    await page.getByRole('button', { name: 'Turn off the app lock' }).click();
    await page.locator('.message-list').getByText('what nobody').waitFor();
    await openSettings(page, 'App lock');
    const set = async (pin: string, again: string) => {
      await page.getByLabel('New PIN', { exact: true }).fill(pin);
      await page.getByLabel('PIN again', { exact: true }).fill(again);
      await page.getByRole('button', { name: 'Set PIN and lock' }).click();
    };
    await set('2580', '2581');
    await page.getByText('The two PINs differ.').waitFor();
    await set('2580', '2580');
    await isLocked(page);
    const unlock = async (pin: string) => {
      await page.getByLabel('PIN', { exact: true }).fill(pin);
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    };
    await unlock('0000');
    await page.getByText('Wrong PIN. 4 more tries.').waitFor();
    await unlock('2580');
    await page.locator('.message-list').getByText('what nobody').waitFor();
    expect(browser.errors).toEqual([]);
  },
  300_000,
);
