// What one sends beside words, and what becomes of it when something is in the way.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { isAvailable } from '../support/available';
import { openBrowser } from '../support/browser';
import { startExecutable } from '../support/executable';
import { befriend, login } from '../support/person';
import { enter, openChat, say, signUp } from '../support/screen';

const hasBrowser = isAvailable('chromium');

/** Alice and bob, each in a browser, friends, with the conversation open. */
const meet = async (url: string, one: Page, other: Page) => {
  await Promise.all([signUp(one, url, 'alice').then(enter), signUp(other, url, 'bob').then(enter)]);
  await befriend(await login(url, 'alice'), await login(url, 'bob'));
  await openChat(one, 'bob');
  await openChat(other, 'alice');
};

const choose = (page: Page, name: string, mimeType: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** A picture that the browser itself made. */
const picture = async (page: Page, colour: string): Promise<Buffer> => {
  const bytes = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(320, 200);
    const context = canvas.getContext('2d');
    if (context) context.fillStyle = fill;
    context?.fillRect(0, 0, 320, 200);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, colour);
  return Buffer.from(bytes);
};

const postsOf = (page: Page): Record<string, unknown>[] => {
  const posts: Record<string, unknown>[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/messages'))
      posts.push(request.postDataJSON());
  });
  return posts;
};

test.skipIf(!hasBrowser)(
  'pictures and voices are sent when someone presses send, and shown, leafed through and heard',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await meet(server.url, alice, bob);
    const posts = postsOf(alice);
    for (const colour of ['#264653', '#e9c46a']) {
      await choose(alice, `${colour}.png`, 'image/png', await picture(alice, colour));
      await alice.locator('.tray li').waitFor();
      expect(await bob.locator('.picture').count()).toBe(colour === '#264653' ? 0 : 1);
      await alice.getByRole('textbox', { name: 'Message' }).fill(`this is ${colour}`);
      await press(alice, 'Send');
      await bob.locator('.picture img:not(.sketch)').last().waitFor();
      await bob.locator('.log').getByText(`this is ${colour}`).waitFor();
    }
    await bob.locator('.picture').last().click();
    const viewer = bob.locator('.viewer');
    await viewer.getByRole('img', { name: '#e9c46a.png' }).waitFor();
    await bob.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: '#264653.png' }).waitFor();
    await bob.keyboard.press('+');
    expect(await viewer.getByRole('img').getAttribute('style')).toContain('scale(1.5)');
    await bob.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });

    // The microphone is refused, in words; then allowed, thrown away, and sent.
    await press(alice, 'Record a voice message');
    await alice.getByText('does not let this page use the microphone').waitFor();
    await alice.context().grantPermissions(['microphone']);
    await press(alice, 'Record a voice message');
    await alice.getByRole('timer').waitFor();
    await press(alice, 'Discard');
    await press(alice, 'Record a voice message');
    await alice.getByRole('timer').getByText('0:01').waitFor();
    await press(alice, 'Send the recording');
    const voice = bob.locator('.player');
    await voice.waitFor();
    expect(await voice.count()).toBe(1);
    expect(await voice.locator('rect').count()).toBe(48);
    await voice.getByRole('button', { name: 'Play' }).click();
    await voice.getByRole('button', { name: 'Pause' }).waitFor();
    await voice.getByRole('button', { name: 'Pause' }).click();
    const track = voice.getByRole('slider');
    await track.fill('1');
    expect(await track.getAttribute('aria-valuetext')).toMatch(/^0:01 \/ 0:0\d$/);

    expect(posts.every(({ is_encrypted }) => is_encrypted === true)).toBe(true);
    const kinds = posts.map(({ message_type }) => message_type);
    expect(kinds).toEqual(['image', 'image', 'audio']);
    expect(await bob.locator('.log').getAttribute('data-unopened')).toBe('0');
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  60_000,
);

test.skipIf(!hasBrowser)(
  'a file can be stopped, fails in words, and is tried again',
  async () => {
    await using server = await startExecutable({
      env: { CHAT8_USER_QUOTA: '100K', CHAT8_MAX_FILE_SIZE: '200K' },
    });
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await meet(server.url, alice, bob);
    const held: (() => void)[] = [];
    await alice.route('**/upload/file', async (route) => {
      await new Promise<void>((go) => held.push(go));
      await route.continue().catch(() => {});
    });
    await choose(alice, 'slow.txt', 'text/plain', Buffer.from('slow'));
    await press(alice, 'Send');
    await alice.getByRole('progressbar', { name: 'Sending: slow.txt' }).waitFor();
    await press(alice, 'Cancel');
    await alice.locator('.file').waitFor({ state: 'detached' });
    await alice.unroute('**/upload/file');
    for (const go of held) go();

    const fails = async (name: string, bytes: number, why: string) => {
      await choose(alice, name, 'application/octet-stream', Buffer.alloc(bytes, 1));
      await press(alice, 'Send');
      await alice.getByText(why).waitFor();
      await alice.locator('.unsent').waitFor();
    };
    await fails('large.bin', 250_000, 'The file is too large for this server.');
    await press(alice, 'Discard');
    await alice.locator('.unsent').waitFor({ state: 'detached' });
    await fails('full.bin', 150_000, 'Your storage is full.');
    await press(alice, 'Discard');

    // The connection breaks in the middle, and is back.
    await alice.route('**/upload/file', (route) => route.abort());
    await fails('again.bin', 5_000, 'can not be reached');
    await alice.unroute('**/upload/file');
    await press(alice, 'Try again');
    await bob.locator('.file', { hasText: 'again.bin' }).waitFor();
    expect(await bob.locator('.file').count()).toBe(1);
    const saved = bob.waitForEvent('download');
    await bob.locator('.file').click();
    const path = await (await saved).path();
    expect(readFileSync(path)).toEqual(Buffer.alloc(5_000, 1));
    expect(bobs.errors).toEqual([]);
  },
  60_000,
);

test.skipIf(!hasBrowser)(
  'what is written without a connection goes when it is back, once, in order, from either tab',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await meet(server.url, alice, bob);
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
    await bob.locator('.log').getByText('zero', { exact: true }).waitFor();
    expect(posts[1]).toEqual(posts[0] ?? {});
    await say(alice, 'one');
    await bob.locator('.log').getByText('one', { exact: true }).waitFor();
    await alice.getByRole('img', { name: 'Sending' }).waitFor({ state: 'detached' });
    expect(posts).toHaveLength(3);
    await alice.unroute('**/api/v1/messages');

    const tab = await alices.page();
    await tab.goto(server.url);
    await openChat(tab, 'bob');
    await tab.locator('.log').getByText('one', { exact: true }).waitFor();
    await alice.context().setOffline(true);
    for (const text of ['two', 'three']) await say(alice, text);
    await say(tab, 'four');
    await alice.getByRole('textbox', { name: 'Message' }).fill('not yet');
    expect(await alice.getByRole('img', { name: 'Sending' }).count()).toBe(2);
    await alice.context().setOffline(false);
    for (const page of [alice, tab, bob]) {
      for (const text of ['two', 'three', 'four']) {
        await page.locator('.log').getByText(text, { exact: true }).waitFor();
      }
    }
    await alice.getByRole('img', { name: 'Sending' }).first().waitFor({ state: 'detached' });
    const texts = await bob.locator('.log .text').allTextContents();
    expect(texts.toSorted()).toEqual(['four', 'one', 'three', 'two', 'zero']);
    expect(texts.indexOf('two')).toBeLessThan(texts.indexOf('three'));
    const area = alice.getByRole('textbox', { name: 'Message' });
    expect(await area.inputValue()).toBe('not yet');
    expect(await alice.evaluate(() => Object.keys(localStorage).join())).not.toContain('outbox');
    expect(await bob.locator('.log').getAttribute('data-unopened')).toBe('0');
  },
  60_000,
);

test.skipIf(!hasBrowser)(
  'nothing is sent plain because the server says that a friend has no key, or a stale one',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const [alice, bob] = [await alices.page(), await bobs.page()];
    await meet(server.url, alice, bob);
    await say(alice, 'sealed');
    await bob.locator('.log').getByText('sealed', { exact: true }).waitFor();
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
    await bob.locator('.log').getByText('sealed twice', { exact: true }).waitFor();
    expect(posts.map(({ client_id }) => client_id)).toEqual([
      posts[0]?.client_id,
      posts[0]?.client_id,
    ]);
    await alice.unroute('**/api/v1/messages');

    // The server forgets his key: a page that has seen it does not believe that.
    await alice.route('**/encryption/public-key/*', (route) =>
      route.fulfill({
        status: 404,
        contentType: 'application/json',
        body: refuse(404, 'ENCRYPT_001', {}),
      }),
    );
    await alice.reload();
    await openChat(alice, 'bob');
    await say(alice, 'my secret');
    await alice.getByText('Nothing is sent without encryption').waitFor();
    await alice.getByRole('img', { name: 'Not sent' }).waitFor();
    expect(posts.filter(({ is_encrypted }) => is_encrypted !== true)).toEqual([]);
    await alice.unroute('**/encryption/public-key/*');
    await alice.reload();
    await openChat(alice, 'bob');
    await bob.locator('.log').getByText('my secret', { exact: true }).waitFor();
    const database = join(server.data, 'chat8.db');
    expect(readFileSync(database).includes('my secret')).toBe(false);
    expect(await bob.locator('.log').getAttribute('data-unopened')).toBe('0');
  },
  60_000,
);
