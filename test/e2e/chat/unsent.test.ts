// Messages that something is in the way of: a connection, a lost answer, a server that denies keys.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { unroute } from '../../support/browser';
import { openPair, postsOf } from '../../support/pair';
import { closeDialog, openChat, openPerson, say } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'what is written without a connection goes when it is back, once, in order, from either tab',
  async () => {
    await using pair = await openPair();
    const { server, alices, alice, bob } = pair;
    const posts = postsOf(alice);
    // It does not get there: the retry is the same to the last byte.
    let tries = 0;
    await alice.route('**/api/v1/messages', async (route) => {
      tries += 1;
      if (tries === 1) return route.abort();
      if (tries !== 3) return route.continue();
      // It gets there, and the answer is lost: the socket tells as well.
      await route.fetch();
      return route.abort();
    });
    await say(alice, 'zero');
    await bob.locator('.message-list').getByText('zero', { exact: true }).waitFor();
    expect(posts[1]).toEqual(posts[0] ?? {});
    await say(alice, 'one');
    await bob.locator('.message-list').getByText('one', { exact: true }).waitFor();
    await alice.getByRole('img', { name: 'Sending' }).waitFor({ state: 'detached' });
    expect(posts).toHaveLength(3);
    await unroute(alice);

    const tab = await alices.page();
    await tab.goto(server.url);
    await openChat(tab, 'bob');
    await tab.locator('.message-list').getByText('one', { exact: true }).waitFor();
    await alice.context().setOffline(true);
    for (const text of ['two', 'three']) await say(alice, text);
    // What is shown is in the outbox, with its place: only then does the other tab write.
    await alice.locator('.message-list').getByRole('img', { name: 'Sending' }).nth(1).waitFor();
    await say(tab, 'four');
    await alice.getByRole('textbox', { name: 'Message' }).fill('not yet');
    // Both tabs show what either of them wrote.
    for (const page of [alice, tab]) {
      await page.locator('.message-list').getByRole('img', { name: 'Sending' }).nth(2).waitFor();
      const texts = () => page.locator('.message-list .text').allTextContents();
      await soon(async () => expect((await texts()).slice(-3)).toEqual(['two', 'three', 'four']));
    }
    // A choice that the server does not hear is not shown as one.
    await openPerson(tab);
    const lifetime = tab.locator('.lifetime select');
    await lifetime.selectOption('3600');
    await tab.locator('.toast').getByText('Can’t reach the server').waitFor();
    await soon(async () => expect(await lifetime.inputValue()).toBe(''));
    await closeDialog(tab);
    await alice.context().setOffline(false);
    for (const page of [alice, tab, bob]) {
      for (const text of ['two', 'three', 'four']) {
        await page.locator('.message-list').getByText(text, { exact: true }).waitFor();
      }
    }
    await alice.getByRole('img', { name: 'Sending' }).first().waitFor({ state: 'detached' });
    const texts = () => bob.locator('.message-list .text').allTextContents();
    await soon(async () => expect(await texts()).toEqual(['zero', 'one', 'two', 'three', 'four']));
    const area = alice.getByRole('textbox', { name: 'Message' });
    await soon(async () => expect(await area.inputValue()).toBe('not yet'));
    expect(await alice.evaluate(() => Object.keys(localStorage).join())).not.toContain('outbox');
    await soon(async () =>
      expect(await bob.locator('.message-list').getAttribute('data-unopened')).toBe('0'),
    );
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'nothing is sent plain because the server says that a friend has no key, or a stale one',
  async () => {
    await using pair = await openPair();
    const { server, alice, bob } = pair;
    await say(alice, 'sealed');
    await bob.locator('.message-list').getByText('sealed', { exact: true }).waitFor();
    const posts = postsOf(alice);
    const refuse = (status: number, code: string, details: object) =>
      JSON.stringify({ success: false, error: { code, message: '', details }, status });
    // A stale key: sealed anew, under the same mid, for nothing was stored.
    await alice.route('**/api/v1/messages', (route) =>
      posts.length > 1
        ? route.continue()
        : route.fulfill({
            status: 409,
            contentType: 'application/json',
            body: refuse(409, 'ENCRYPT_003', { user_id: 2, key_id: '', version: 2 }),
          }),
    );
    await say(alice, 'sealed twice');
    await bob.locator('.message-list').getByText('sealed twice', { exact: true }).waitFor();
    expect(posts.map(({ client_id }) => client_id)).toEqual([
      posts[0]?.client_id,
      posts[0]?.client_id,
    ]);
    await unroute(alice);

    // The server forgets his key: a page that has seen it does not believe that.
    await alice.route('**/encryption/public-keys?*', (route) =>
      route.fulfill({ json: { success: true, data: [null] } }),
    );
    await alice.reload();
    await openChat(alice, 'bob');
    await say(alice, 'my secret');
    await alice.getByText('no longer has a key').first().waitFor();
    await alice.getByRole('img', { name: 'Not sent' }).waitFor();
    expect(posts.filter(({ is_encrypted }) => is_encrypted !== true)).toEqual([]);
    await unroute(alice);
    await alice.reload();
    await openChat(alice, 'bob');
    await bob.locator('.message-list').getByText('my secret', { exact: true }).waitFor();
    const database = join(server.data, 'chat8.db');
    expect(readFileSync(database).includes('my secret')).toBe(false);
    await soon(async () =>
      expect(await bob.locator('.message-list').getAttribute('data-unopened')).toBe('0'),
    );
  },
  300_000,
);
