// What goes wrong around the client: each has its line, and nothing that someone typed is lost.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { FORGETFUL, openBrowser, unroute } from '../../support/browser';
import { runExecutable, startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, login, register } from '../../support/person';
import {
  closeDialog,
  enter,
  fillIn,
  openChat,
  openSettings,
  say,
  signIn,
  signUp,
} from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'a server that is away, a clock that is off and a name that is taken are said in words',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    // The connection breaks before the page is whole.
    await page.route('**/assets/worker-*', (route) => route.abort());
    await register(server.url, 'bob');
    await page.goto(server.url);
    await page.getByLabel('Username or email').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('alice likes tea');
    const signingIn = page.locator('form').getByRole('button', { name: 'Sign in' });
    await signingIn.click();
    await page.getByText('Can’t reach the server').waitFor();
    await unroute(page);
    await signingIn.click();
    await page.getByText('Wrong username or password').waitFor();

    await arrive(page, server.url, 'alice');
    await page.route('**/api/**', (route) => route.abort());
    // A device that kept nothing has nothing to show.
    await page.evaluate(async () => {
      for (const { name = '' } of await indexedDB.databases()) {
        if (name.includes('offline')) indexedDB.deleteDatabase(name);
      }
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Can’t reach the server' }).waitFor();
    await unroute(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.sidebar').waitFor();

    await openSettings(page, 'Profile');
    await page.getByLabel('Username').fill('BOB');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field-error').getByText('This username is taken').waitFor();
    await soon(async () => expect(await page.getByLabel('Username').inputValue()).toBe('BOB'));
    await page.getByLabel('Username').fill('b');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.field-error').getByText('2 to 32 letters').waitFor();
    await page.getByLabel('Username').fill('Alicia');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.dialog .toast').getByText('Saved').waitFor();
    await closeDialog(page);

    await page.clock.setSystemTime(Date.now() + 3 * 3_600_000);
    await page.reload();
    await page.getByText('This device’s clock is off by 3 hours').waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a browser that keeps nothing for the page is told of, and serves as long as it is open',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser('en-US', FORGETFUL);
    const page = await browser.page();
    await page.goto(server.url);
    await page.getByText('This browser blocks cookies').waitFor();
    await enter(await signUp(page, server.url, 'alice'));
    const bob = await register(server.url, 'bob');
    await befriend(bob, await login(server.url, 'alice'));
    await openChat(page, 'bob');
    await say(page, 'hello');
    await page.getByRole('img', { name: 'Sent' }).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
    await page.getByText('storage is full').waitFor();
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'two tabs are one person, and a tab never goes on as somebody else',
  async () => {
    // Short for a person and long for a busy machine, which answers a request within it.
    const token_ttl_s = 6;
    await using server = await startExecutable({ env: { CHAT8_TOKEN_TTL: String(token_ttl_s) } });
    await using browser = await openBrowser();
    const one = await browser.page();
    const alice = await arrive(one, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    await openChat(one, 'bob');
    await one.getByRole('textbox', { name: 'Message' }).fill('half a thought');
    const two = await browser.page();
    await two.goto(server.url);
    await two.locator('.sidebar').waitFor();
    // Tokens run out all the time here, and both tabs spend the one cookie.
    for (const page of [one, two, one]) {
      await page.bringToFront();
      await page.waitForTimeout((token_ttl_s * 1_000) / 2);
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.locator('.settings-list').getByRole('button', { name: 'Devices' }).click();
      await page.getByText(/^This device/).waitFor();
      await closeDialog(page);
    }
    await two.bringToFront();
    await openSettings(two, 'Profile');
    await two.getByRole('button', { name: 'Sign out' }).click();
    await two.locator('.dialog.slim').getByRole('button', { name: 'Sign out' }).click();
    await two.getByText('You’re signed out').waitFor();
    await one.getByLabel('Username or email').waitFor();

    await one.bringToFront();
    await signIn(one, server.url, 'alice', 'alice likes tea');
    await one.locator('.sidebar').waitFor();
    await two.bringToFront();
    await two.getByRole('button', { name: 'Create account' }).click();
    await fillIn(two, 'carol');
    await one.bringToFront();
    await one.waitForTimeout(token_ttl_s * 1_000 + 100);
    await openSettings(one, 'Devices');
    // What alice left here is not carol's to see, and waits for her.
    await one.getByRole('button', { name: 'Let it stay' }).click();
    await one.getByText('Someone else signed in with this browser').waitFor();
    expect(browser.errors.filter((line) => !/40[14]/.test(line))).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a server restored from a backup says so, and after a sign-in what was written is still there',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-restored-'));
    const [file, data] = [join(dir, 'chat8.tar'), join(dir, 'data')];
    const before = await startExecutable();
    const { port } = new URL(before.url);
    await using browser = await openBrowser();
    const page = await browser.page();
    const alice = await arrive(page, before.url, 'alice');
    const bob = await register(before.url, 'bob');
    await befriend(bob, alice);
    await bob.says(alice, 'in the backup');
    await openChat(page, 'bob');
    await page.locator('.message-list').getByText('in the backup').waitFor();
    await runExecutable({ args: ['backup', file, '--data-dir', before.data] });
    await bob.says(alice, 'after the backup');
    await page.locator('.message-list').getByText('after the backup').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
    await before[Symbol.asyncDispose]();
    await page.getByText('No connection').waitFor();

    await runExecutable({ args: ['restore', file, '--data-dir', data] });
    await using _ = await startExecutable({
      env: { CHAT8_DATA_DIR: data },
      args: ['--port', port],
    });
    // A restore ends every session: the page says so, and leaves what was written alone.
    await page.getByText('The server no longer knows this session').waitFor();
    await page.getByLabel('Username or email').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('alice likes tea');
    await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This server was restored from a backup').waitFor();
    await openChat(page, 'bob');
    await page
      .locator('.message-list')
      .getByText('after the backup')
      .waitFor({ state: 'detached' });
    await page.locator('.message-list').getByText('in the backup').waitFor();
    const area = page.getByRole('textbox', { name: 'Message' });
    await soon(async () => expect(await area.inputValue()).toBe('half a thought'));
    rmSync(dir, { recursive: true, force: true });
  },
  300_000,
);
