// Conversations without a network: opened, read and written in, by a page that is loaded without one;
// and what was done then goes out once, in its order, when the network is back.
import { expect, test } from 'bun:test';
import type { Page, Route } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser, unroute } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { countKept, keptOf, until } from '../../support/offline/kept';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { confirm, openChat, say } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** The service worker has the page, and answers it. */
const isInstalled = (page: Page) =>
  until(() =>
    page.evaluate(
      async () => navigator.serviceWorker.controller !== null && (await caches.keys()).length > 0,
    ),
  );

const act = async (page: Page, text: string, name: string) => {
  const bubble = page.locator('.bubble', { has: page.locator('.text', { hasText: text }) });
  await bubble.hover();
  await bubble.getByRole('button', { name: 'More' }).click();
  await bubble.locator('.menu').getByRole('button', { name, exact: true }).click();
};

const opening = async () => {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startExecutable());
  const browser = stack.use(await openBrowser('en-US', undefined, 'allow'));
  const page = await browser.page();
  const alice = await arrive(page, server.url, 'alice');
  const bob = await register(server.url, 'bob');
  await befriend(alice, bob);
  const opened = stack.move();
  return {
    server,
    browser,
    page,
    alice,
    bob,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

const list = (page: Page) => page.locator('.message-list');

test.skipIf(!hasBrowser)(
  'with the network cut a page opens, reads, writes and changes, and all of it goes once, in order',
  async () => {
    await using scene = await opening();
    const { browser, page, alice, bob } = scene;
    await bob.says(alice, 'one');
    await bob.says(alice, 'two');
    await openChat(page, 'bob');
    await say(page, 'mine');
    await list(page).getByText('mine', { exact: true }).waitFor();
    await isInstalled(page);
    await until(async () => (await countKept(page, alice.id)) === 3);
    // No text lies there in the clear, nor a name.
    const all = await keptOf(page, alice.id);
    for (const text of ['"one"', '"two"', '"mine"', '"bob"']) expect(all).not.toContain(text);

    await browser.context.setOffline(true);
    await page.reload();
    await list(page).getByText('two', { exact: true }).waitFor();
    await page.getByText('No connection.').waitFor();
    await soon(async () =>
      expect(await list(page).locator('.text').allTextContents()).toEqual(['one', 'two', 'mine']),
    );
    await act(page, 'one', 'React 😂');
    await page.locator('.reactions').getByText('😂').waitFor();
    await say(page, 'written offline');
    // What comes into the list moves a menu that is open.
    await list(page).getByText('written offline', { exact: true }).waitFor();
    await act(page, 'mine', 'Edit');
    await say(page, 'mine, changed');
    await act(page, 'two', 'Delete for me');
    const shown = ['one', 'mine, changed', 'written offline'];
    const texts = () => list(page).locator('.text').allTextContents();
    await until(async () => JSON.stringify(await texts()) === JSON.stringify(shown));
    // Once more, and nothing is lost.
    await page.reload();
    await until(async () => JSON.stringify(await texts()) === JSON.stringify(shown));
    await page.locator('.reactions').getByText('😂').waitFor();

    await browser.context.setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    await page.getByRole('img', { name: 'Sending' }).waitFor({ state: 'detached' });
    const history = async () => {
      const { body } = await bob.get(`/messages/${alice.id}?limit=100`);
      return body.data.messages.reverse() as {
        content: string;
        edited_at?: string;
        reactions?: { emoji: string }[];
      }[];
    };
    await until(async () => (await history()).some(({ edited_at }) => edited_at !== undefined));
    const stored = await history();
    expect(stored).toHaveLength(4);
    expect(stored[0]?.reactions).toEqual([{ emoji: '😂', user_ids: [alice.id] }] as never);
    expect(stored.map(({ edited_at }) => edited_at !== undefined)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const seen = () => alice.get(`/messages/${bob.id}?limit=100`);
    await until(async () => (await seen()).body.data.messages.length === 3);
    await soon(async () => expect(await texts()).toEqual(shown));
    await until(async () => (await countKept(page, alice.id)) === 3);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a server that hangs or answers nonsense keeps nobody from reading, and what came meanwhile comes',
  async () => {
    await using scene = await opening();
    const { page, alice, bob } = scene;
    await bob.says(alice, 'before');
    await openChat(page, 'bob');
    await isInstalled(page);
    await until(async () => (await countKept(page, alice.id)) === 1);
    const refuse = (route: Route) => route.fulfill({ status: 502, body: 'Bad gateway' });
    const hang = () => new Promise<void>(() => {});
    for (const answer of [hang, refuse]) {
      await page.route('**/api/**', answer);
      await page.reload();
      await list(page).getByText('before', { exact: true }).waitFor();
      await page.getByText('No connection.').waitFor();
      await unroute(page);
    }
    await bob.says(alice, 'meanwhile');
    await list(page).getByText('meanwhile', { exact: true }).waitFor();
    await page.getByText('No connection.').waitFor({ state: 'detached' });
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'signing out leaves nothing of the conversations on the device, in either tab',
  async () => {
    await using scene = await opening();
    const { browser, server, page, alice, bob } = scene;
    await bob.says(alice, 'before');
    await openChat(page, 'bob');
    await until(async () => (await countKept(page, alice.id)) === 1);
    const second = await browser.page();
    await second.goto(server.url);
    await second.locator('.sidebar').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('.settings-list').getByRole('button', { name: 'Sign out' }).click();
    await confirm(page, 'Sign out');
    for (const each of [page, second]) await each.getByLabel('Username or email').waitFor();
    const names = () =>
      page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await until(async () => !(await names()).includes(`chat8 offline ${alice.id}`));
  },
  300_000,
);
