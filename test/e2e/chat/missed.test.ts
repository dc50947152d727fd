// Messages that come while nobody can see them, into a conversation whose reader stands at its end.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { unroute } from '../../support/browser';
import { openAlice } from '../../support/pair';
import { drawn, isAtEnd } from '../../support/pictures/gallery';
import { openChat } from '../../support/screen';
import { soon } from '../../support/timing';

const tickets = '**/api/v1/auth/ws-ticket';

/** The page can lose its connection, and somebody can look elsewhere. */
const prepare = (page: Page) =>
  page.addInitScript(() => {
    const Native = WebSocket;
    window.WebSocket = class extends Native {
      constructor(url: string | URL) {
        super(url);
        addEventListener('cut', () => this.close());
      }
    };
    let isHidden = false;
    Object.defineProperty(document, 'visibilityState', {
      get: () => (isHidden ? 'hidden' : 'visible'),
    });
    for (const name of ['hide', 'show']) {
      addEventListener(name, () => {
        isHidden = name === 'hide';
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      });
    }
  });
const happens = (page: Page, name: string) =>
  page.evaluate((type) => void dispatchEvent(new Event(type)), name);

test.skipIf(!isAvailable('chromium'))(
  'what is missed stands below its line, and only what was on the screen is read',
  async () => {
    await using scene = await openAlice('bob');
    const { alice, page } = scene;
    const bob = scene.friend('bob');
    const unread = async () => (await alice.get('/conversations')).body.data[0].unread_count;
    const isRead = () => soon(async () => expect(await unread()).toBe(0));
    const sayMany = async (text: string, count: number) => {
      for (let at = 0; at < count; at += 1) await bob.says(alice, text);
    };
    /** The line is at the top of the view, and what did not fit below it is unread. */
    const standsAtLine = (count: number) =>
      soon(async () => {
        const { line_px, day_px, to_end_px } = await drawn(page);
        expect(line_px).toBeGreaterThanOrEqual(day_px ?? Number.NaN);
        expect(line_px).toBeLessThan(80);
        expect(to_end_px).toBeGreaterThan(100);
        const left = await unread();
        expect(left).toBeGreaterThan(count / 2);
        expect(left).toBeLessThan(count);
      });
    await prepare(page);
    await page.reload();
    await bob.says(alice, 'before');
    await openChat(page, 'bob');
    await isRead();

    await page.route(tickets, (route) => route.abort());
    await happens(page, 'cut');
    await page.getByText('No connection').first().waitFor();
    await sayMany('missed', 60);
    await unroute(page);
    await happens(page, 'online');
    await standsAtLine(60);
    await bob.says(alice, 'one more');
    await page.locator('.message-list').getByText('one more', { exact: true }).waitFor();
    await standsAtLine(60);
    const badge = page.locator('.to-end .badge [aria-hidden]');
    await soon(async () => expect(await badge.textContent()).toBe(String(await unread())));
    await page.locator('.to-end').click();
    await isRead();

    await happens(page, 'hide');
    await sayMany('unseen', 50);
    await soon(async () => expect(await unread()).toBe(50));
    await page.locator('.row .badge').getByText('50', { exact: true }).waitFor();
    await happens(page, 'show');
    await standsAtLine(50);
    await page.locator('.to-end').click();
    await isRead();

    await bob.says(alice, 'and now');
    await page.locator('.message-list').getByText('and now', { exact: true }).waitFor();
    await isAtEnd(page);
    await isRead();
    expect(scene.browser.outside).toEqual([]);
  },
  300_000,
);
