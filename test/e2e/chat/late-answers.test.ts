// An answer that comes late changes nothing that its person did meanwhile.
import { expect, test } from 'bun:test';
import type { Page, Request } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { register } from '../../support/person';
import { composerFocused, openPerson, say } from '../../support/screen';
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
    // The list shows it before the answer is here, and until then Enter saves nothing more.
    const save = alice.locator('.composer').getByRole('button', { name: 'Save', disabled: false });
    await save.waitFor();
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

test.skipIf(!isAvailable('chromium'))(
  'a late answer closes no other dialog, and takes the keys out of no other field',
  async () => {
    await using pair = await openPair();
    const { alice, bob } = pair;
    await say(bob, 'hello');
    await alice.locator('.message-list').getByText('hello', { exact: true }).waitFor();

    // A way to a day, which is left before it is found.
    await openPerson(alice);
    await alice.getByRole('button', { name: 'Go to a date' }).click();
    const today = await alice.evaluate(() => new Date().toLocaleDateString('sv'));
    await alice.getByLabel('Date', { exact: true }).fill(today);
    const found = await hold(alice, /\/messages\/\d+\?limit=1&page=1$/, () => true);
    await alice.getByRole('button', { name: 'Go', exact: true }).click();
    await found.isAsked;
    await alice.keyboard.press('Escape');
    await chooseFrom(alice, 'hello', 'Forward');
    await alice.getByRole('dialog', { name: 'Forward' }).waitFor();
    const arrived = alice.locator('.highlighted').first().waitFor();
    found.letGo();
    await arrived;
    await alice.getByRole('dialog', { name: 'Forward' }).waitFor();
    await alice.keyboard.press('Escape');

    // A refusal is said at its field, but whoever types in another one goes on there.
    await alice.getByRole('button', { name: 'Settings' }).click();
    await alice.getByRole('button', { name: 'Password and recovery' }).click();
    const current = alice.getByLabel('Current password');
    const next = alice.getByLabel('New password');
    await current.fill('not her password');
    await next.fill('a long walk by the sea');
    const refused = await hold(alice, /\/user\/password$/, () => true);
    await current.press('Enter');
    await refused.isAsked;
    await next.press('End');
    await next.pressSequentially('side');
    refused.letGo();
    await alice.locator('[name=current_password][aria-invalid=true]').waitFor();
    await next.pressSequentially(', at dawn');
    expect(await next.inputValue()).toBe('a long walk by the seaside, at dawn');
    expect(await current.inputValue()).toBe('not her password');
    await alice.locator('[name=new_password]:focus').waitFor();
  },
  300_000,
);

test.skipIf(!isAvailable('chromium'))(
  'people who were looked for last are shown, and an invitation that was just made stays',
  async () => {
    await using pair = await openPair();
    const { server, alice } = pair;
    await register(server.url, 'carol');
    // The list that was asked for with the dialog comes after the link that was made in it.
    const listed = await hold(alice, /\/invites$/, (request) => request.method() === 'GET');
    await alice.getByRole('button', { name: 'Add friends or write a note' }).click();
    await listed.isAsked;
    await alice.getByRole('button', { name: 'Create an invitation link', exact: true }).click();
    const link = alice.locator('[data-link]');
    await link.waitFor();
    const made = await link.getAttribute('data-link');
    const read = alice.waitForResponse((answer) => answer.url().endsWith('/invites'));
    listed.letGo();
    await read;
    const dialog = alice.locator('.dialog');
    const name = dialog.getByLabel('Username', { exact: true });
    const results = dialog.locator('ul.list').first();
    const find = async (username: string) => {
      await name.fill(username);
      await name.press('Enter');
      await results.getByText(username).waitFor();
    };
    await find('carol');
    expect(await link.getAttribute('data-link')).toBe(made);

    // Somebody else is looked for while a request is on its way.
    const asked = await hold(alice, /\/friends\/request$/, () => true);
    await results.getByRole('button', { name: 'Add friend' }).click();
    await asked.isAsked;
    await find('bob');
    const again = alice.waitForResponse((answer) => answer.url().includes('/friends/search'));
    asked.letGo();
    await again;
    await dialog.getByText('Waiting for an answer').waitFor();
    await soon(async () => expect(await results.textContent()).toContain('bob'));
  },
  300_000,
);
