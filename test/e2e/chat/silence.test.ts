// Alice silences bob: the list shows it, the icon of the tab counts him no more, and her other page
// follows.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openAlice } from '../../support/pair';
import { closeDialog, openChat, openPerson, openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const hasDot = async (page: Page): Promise<boolean> => {
  const icon = await page.locator('link[rel=icon]').getAttribute('href');
  return (icon?.split('%3Ccircle').length ?? 0) > 3;
};

test.skipIf(!hasBrowser)(
  'a silenced conversation has a sign, no badge on the tab, and is heard again when it is ended elsewhere',
  async () => {
    await using opened = await openAlice('bob');
    const { page, browser, alice, server, friend } = opened;
    const bob = friend('bob');
    await bob.says(alice, 'tea?');
    await page.getByRole('button', { name: /^bob/ }).waitFor();
    await page.waitForFunction(() => document.title.startsWith('(1)'));
    await soon(async () => expect(await hasDot(page)).toBe(true));
    await openChat(page, 'bob');
    await page.waitForFunction(() => document.title === 'Chat8');
    await soon(async () => expect(await hasDot(page)).toBe(false));

    await openPerson(page);
    await page.getByRole('button', { name: 'Silence bob' }).click();
    await page.getByRole('button', { name: 'Until tomorrow morning' }).click();
    await page.getByRole('button', { name: 'Silence bob · Silenced' }).waitFor();
    await closeDialog(page);
    const row = page.locator('.row', { hasText: 'bob' });
    await row.getByText('Silenced').waitFor();
    const other = await browser.page();
    await other.goto(server.url);
    await other.locator('.row', { hasText: 'bob' }).getByText('Silenced').waitFor();
    await page.goBack();
    await page.locator('.message-list').waitFor({ state: 'detached' });
    await bob.says(alice, 'tea??');
    await other.locator('.row.unread').waitFor();
    await soon(async () =>
      expect([await other.title(), await hasDot(other)]).toEqual(['Chat8', false]),
    );

    await openChat(page, 'bob');
    await openPerson(page);
    await page.getByRole('button', { name: 'Silence bob · Silenced' }).click();
    await page.getByRole('status').getByText('Silenced until').waitFor();
    // On a phone, too, there is a way out that changes nothing.
    const wide = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ width: 390, height: 844 });
    const question = page.getByRole('dialog', { name: 'Silence bob' });
    await question.getByRole('button', { name: 'Close', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await page.setViewportSize(wide);
    await page.getByRole('button', { name: 'Silence bob · Silenced' }).click();
    await page.getByRole('button', { name: 'No longer silent' }).click();
    await page.getByRole('button', { name: 'Silence bob', exact: true }).waitFor();
    await other.locator('.row').getByText('Silenced').waitFor({ state: 'detached' });

    // The tone is heard when it is turned on, and the choice is kept.
    await other.evaluate(() => {
      const { AudioContext: Real } = window;
      Object.assign(window, {
        tones: 0,
        AudioContext: class extends Real {
          constructor() {
            super();
            Object.assign(window, { tones: Number(Reflect.get(window, 'tones')) + 1 });
          }
        },
      });
    });
    await openSettings(other, 'Notifications');
    await other.getByRole('button', { name: 'Off', exact: true }).click();
    const on = other.getByRole('button', { name: 'On', exact: true });
    await soon(async () => expect(await on.getAttribute('aria-pressed')).toBe('false'));
    await on.click();
    await soon(async () =>
      expect(await other.evaluate(() => Reflect.get(window, 'tones'))).toBe(1),
    );
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
