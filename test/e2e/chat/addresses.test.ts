// Every conversation and message has an address; back and forward go where the reader was.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { dialogsClosed, openChat, openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'back and forward go through conversations, a reload stays, and a link opens a message',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const me = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    const carol = await register(server.url, 'carol');
    await befriend(bob, me);
    await befriend(carol, me);
    const first = await bob.says(me, 'the first of many');
    for (let i = 0; i < 120; i += 1) await bob.says(me, `line ${i}`);
    await carol.says(me, 'from carol');
    const path = () => page.evaluate(() => location.pathname + location.hash);
    const isOpen = (name: string) =>
      page.locator('header.bar').getByText(name, { exact: true }).waitFor();

    await openChat(page, 'bob');
    await soon(async () => expect(await path()).toBe(`/#/c/${bob.id}`));
    await openChat(page, 'carol');
    await soon(async () => expect(await path()).toBe(`/#/c/${carol.id}`));
    await page.goBack();
    await isOpen('bob');
    await page.goForward();
    await isOpen('carol');
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
    await soon(async () => expect(await path()).toBe('/'));
    await page.goForward();
    await isOpen('bob');
    await page.reload();
    await isOpen('bob');
    // Where it was left: most of it is unread.
    await page.locator('.message-list .text').first().waitFor();

    await page.goto(`${server.url}/#/c/${bob.id}/${first.id}`);
    await page.locator('.message-list').getByText('the first of many').waitFor();
    await soon(async () => expect(await path()).toBe(`/#/c/${bob.id}`));
    // Somebody who is no friend, and what is no address at all, open nothing.
    await page.goto(`${server.url}/#/c/999`);
    await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
    await page.goto(`${server.url}/#/c/0x1`);
    await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
    // On a phone a page of the settings lies over their list: a step back closes one at a time.
    await page.setViewportSize({ width: 360, height: 740 });
    await openSettings(page, 'Appearance');
    await page.getByRole('heading', { name: 'Theme' }).waitFor();
    await page.goBack();
    await page.locator('.settings-list').getByRole('button', { name: 'Devices' }).waitFor();
    await page.goBack();
    await dialogsClosed(page);
    await page.getByRole('button', { name: 'Add friends' }).waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
