// Long histories: opened at their end, read upwards without jumping, and let go again.
import { expect, test } from 'bun:test';
import { isAvailable } from '../support/available';
import { openBrowser } from '../support/browser';
import { startExecutable } from '../support/executable';
import { befriend, login, register } from '../support/person';
import { enter, openChat, signUp } from '../support/screen';

test.skipIf(!isAvailable('chromium'))(
  'a long history opens at its end, and keeps its place while older pages come',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await enter(await signUp(page, server.url, 'alice'));
    const bob = await register(server.url, 'bob');
    await befriend(bob, await login(server.url, 'alice'));
    for (let i = 1; i <= 700; i += 1) await bob.says({ id: 1 }, `message ${i}`);
    await openChat(page, 'bob');
    const log = page.locator('.log');
    await log.getByText('message 700', { exact: true }).waitFor();
    const isAtEnd = () =>
      log.evaluate((each) => each.scrollHeight - each.scrollTop - each.clientHeight < 60);
    expect(await isAtEnd()).toBe(true);
    expect(await page.locator('.bubble').count()).toBe(50);
    const texts = () => page.locator('.log .text').allTextContents();
    for (let pages = 2; pages <= 10; pages += 1) {
      await log.evaluate((each) => {
        each.scrollTop = 0;
      });
      const wanted = Math.max(1, 701 - pages * 50);
      await log.getByText(`message ${wanted}`, { exact: true }).waitFor({ state: 'attached' });
      // What was at the top is still in view, not thrown to the start of the new page.
      expect(await log.evaluate((each) => each.scrollTop)).toBeGreaterThan(200);
    }
    const all = await texts();
    expect(new Set(all).size).toBe(all.length);
    expect(all.at(-1)).toBe('message 700');
    await log.evaluate((each) => {
      each.scrollTop = each.scrollHeight;
    });
    await page.waitForFunction(() => document.querySelectorAll('.bubble').length <= 200);
    expect((await texts()).at(-1)).toBe('message 700');
  },
  120_000,
);
