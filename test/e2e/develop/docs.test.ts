import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  '/docs lists the operations in a browser without internet, and logs no error',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await page.goto(`${server.url}/docs`);
    await soon(async () => expect(await page.locator('.opblock').count()).toBeGreaterThan(27));
    const text = (await page.textContent('#docs')) ?? '';
    for (const path of ['/api/v1/auth/login', '/api/v1/messages', '/api/v1/friends/search']) {
      expect(text).toContain(path);
    }
    expect(text).toContain('发送消息 · Send a message');
    expect(text).toContain('new_message');
    expect(browser.errors).toEqual([]);
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
