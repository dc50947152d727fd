// An answer that comes late changes nothing that its person did meanwhile.
import { expect, test } from 'bun:test';
import type { Page, Request } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { composerFocused, say } from '../../support/screen';
import { soon } from '../../support/timing';

/** The first that fits is answered at once, but hears of it when it is let go. */
const hold = async (page: Page, path: RegExp, isMeant: (request: Request) => boolean) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
  let isHeld = false;
  await page.route(path, async (route) => {
    if (isHeld || !isMeant(route.request())) return route.fallback();
    isHeld = true;
    const response = await route.fetch();
    asked();
    await promise;
    await route.fulfill({ response });
  });
  return { isAsked, letGo: resolve };
};

const chooseFrom = async (page: Page, text: string, act: string) => {
  await page.locator('.bubble', { hasText: text }).locator('.bubble-more').click();
  await page.locator('.menu').getByRole('button', { name: act, exact: true }).click();
};

test.skipIf(!isAvailable('chromium'))(
  'an edit and a message taken back leave what is written meanwhile, and the keys where they are',
  async () => {
    await using pair = await openPair();
    const { alices, alice, bob } = pair;
    const area = alice.getByRole('textbox', { name: 'Message', exact: true });
    await say(alice, 'one');
    await say(alice, 'two');
    await bob.locator('.message-list').getByText('two', { exact: true }).waitFor();

    // Typed on after the press: the edit goes on.
    await chooseFrom(alice, 'one', 'Edit');
    await area.fill('one, edited');
    const first = await hold(alice, /\/messages\/\d+$/, (request) => request.method() === 'PUT');
    await area.press('Enter');
    await first.isAsked;
    await area.pressSequentially(' twice');
    first.letGo();
    await bob.locator('.message-list').getByText('one, edited', { exact: true }).waitFor();
    await alice.locator('.message-list').getByText('one, edited', { exact: true }).waitFor();
    await soon(async () => expect(await area.inputValue()).toBe('one, edited twice'));
    await alice.locator('.composer-context').waitFor();
    // Another one that is begun meanwhile is not ended by the answer to the first.
    const second = await hold(alice, /\/messages\/\d+$/, (request) => request.method() === 'PUT');
    await area.press('Enter');
    await second.isAsked;
    await chooseFrom(alice, 'two', 'Edit');
    await soon(async () => expect(await area.inputValue()).toBe('two'));
    second.letGo();
    await alice.locator('.message-list').getByText('one, edited twice', { exact: true }).waitFor();
    await soon(async () => expect(await area.inputValue()).toBe('two'));
    await area.press('Escape');
    await soon(async () => expect(await area.inputValue()).toBe(''));

    // Taken back: what is typed by then stays below it, and a search keeps the keys.
    await say(alice, 'three');
    await bob.locator('.message-list').getByText('three', { exact: true }).waitFor();
    const third = await hold(alice, /\/messages\/\d+$/, (request) => request.method() === 'DELETE');
    await alice.locator('.take-back').last().click();
    await composerFocused(alice);
    await third.isAsked;
    await area.pressSequentially('four');
    await alice.locator('.search-input').focus();
    third.letGo();
    await soon(async () => expect(await area.inputValue()).toBe('three\nfour'));
    await alice.locator('.search-input:focus').waitFor();
    expect(alices.errors).toEqual([]);
  },
  300_000,
);
