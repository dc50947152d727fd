// Without a mouse, and with eyes elsewhere: the keys, the title of the page, what is read out.
import { expect, test } from 'bun:test';
import type { Locator } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { openAlice } from '../../support/pair';
import { call, register } from '../../support/person';
import { closeDialog, composerFocused, openChat } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** How much of it is in sight, from 0 to 1. */
const seenOf = (part: Locator): Promise<number> =>
  part.evaluate(
    (element) =>
      new Promise((seen) => {
        new IntersectionObserver(([entry], observer) => {
          observer.disconnect();
          seen(entry?.intersectionRatio ?? 0);
        }).observe(element);
      }),
  );

test.skipIf(!hasBrowser)(
  'a conversation is found, opened and answered by the keyboard alone',
  async () => {
    await using opened = await openAlice('bob', 'carol');
    const { browser, page, alice } = opened;
    const [bob, carol] = [opened.friend('bob'), opened.friend('carol')];
    await carol.says(alice, 'from carol');
    await bob.says(alice, 'one');
    await bob.says(alice, 'two');
    await page.waitForFunction(() => document.title === '(3) Chat8');
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName);

    // By its name from everywhere: a person, a page of the settings, what was said.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('shortc');
    await page.keyboard.press('Enter');
    await page.locator('.shortcuts kbd').first().waitFor();
    await closeDialog(page);
    await page.keyboard.press('Control+k');
    await page.locator('.palette-input:focus').waitFor();
    // All of the last one, too, is seen when it is chosen.
    await page.keyboard.press('ArrowUp');
    const last = page.locator('.command:last-child[aria-selected="true"]');
    await soon(async () => expect(await seenOf(last)).toBeGreaterThan(0.95));
    await page.keyboard.type('nobody at all');
    await page.getByRole('option', { name: 'Search messages for “nobody at all”' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('No conversation with “nobody at all”').waitFor();
    await page.locator('.search-input:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    await soon(async () => expect(await focused()).toContain('two'));
    await page.keyboard.press('ArrowDown');
    await soon(async () => expect(await focused()).toContain('from carol'));
    await page.keyboard.press('ArrowUp');
    // A row that another one overtakes keeps the focus; one that goes hands it on.
    await carol.says(alice, 'once more');
    await page.locator('.row').first().getByText('once more').waitFor();
    await soon(async () => expect(await focused()).toContain('two'));
    await page.keyboard.press('ArrowUp');
    await soon(async () => expect(await focused()).toContain('once more'));
    // What its menu asks, and is told no, leads back to it.
    await page.keyboard.press('Shift+F10');
    await page.getByRole('button', { name: 'Delete chat', exact: true }).press('Enter');
    await closeDialog(page);
    await soon(async () => expect(await focused()).toContain('once more'));
    await page.keyboard.press('Shift+F10');
    await page.getByRole('button', { name: 'Archive', exact: true }).press('Enter');
    await page.locator('.archive-row').waitFor();
    await soon(async () => expect(await focused()).toContain('two'));
    await page.waitForFunction(() => document.title === '(2) Chat8');
    // A picture that does not come leaves no empty circle.
    const asked = page.waitForResponse(/avatars\/gone/);
    await bob.put('/user/profile', { avatar: '/api/v1/avatars/gone' });
    await asked;
    await page.locator('.row .avatar').getByText('B', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.message-list').getByText('two').waitFor();
    await page.waitForFunction(() => document.title === 'Chat8');
    await composerFocused(page);
    await page.keyboard.type('typed without a mouse');
    await page.keyboard.press('Enter');
    await page.locator('.message-list').getByText('typed without a mouse').waitFor();

    // The way back leads to the list, as the arrow does, and not out of the page.
    await page.keyboard.type('half a thought');
    await page.getByRole('button', { name: 'Not encrypted' }).click();
    await page.getByRole('button', { name: 'Block' }).click();
    const question = page.getByRole('dialog', { name: 'Block' });
    await question.waitFor();
    await page.goBack();
    // Closed, and gone too.
    await page.locator('.dialog.slim').waitFor({ state: 'detached' });
    await closeDialog(page);
    await page.locator('.composer').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
    await openChat(page, 'bob');
    await soon(async () =>
      expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(
        'half a thought',
      ),
    );
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('button', { name: 'Add friends' }).waitFor();
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'the language changes at once and stays, and so do the colours',
  async () => {
    await using server = await startExecutable({ env: { CHAT8_RATE_LIMIT: 'on' } });
    await using browser = await openBrowser();
    const page = await browser.page();
    await register(server.url, 'alice');
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await page.getByLabel('Username or email').fill('alice');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '欢迎回来' }).waitFor();
    await soon(async () => expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN'));
    await soon(async () =>
      expect(await page.getByLabel('用户名或邮箱').inputValue()).toBe('alice'),
    );
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await colour();
    await page.getByRole('button', { name: '深色' }).click();
    await soon(async () => expect(await colour()).not.toBe(light));
    const dark = await colour();
    await page.reload();
    await page.getByRole('heading', { name: '欢迎回来' }).waitFor();
    await soon(async () => expect(await colour()).toBe(dark));
    await page.getByRole('button', { name: 'English' }).click();

    // Whoever tries too often is told how long to wait.
    const guess = { username: 'alice', password: 'A'.repeat(43), derived: true };
    let status = 0;
    for (let tries = 0; status !== 429 && tries < 40; tries += 1) {
      ({ status } = await call(server.url, 'POST', '/api/v1/auth/login', { body: guess }));
    }
    expect(status).toBe(429);
    await page.getByLabel('Username or email').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('not her password');
    await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
    await page
      .getByRole('alert')
      .getByText(/Too many attempts. Try again in \d+ \w+/)
      .waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
