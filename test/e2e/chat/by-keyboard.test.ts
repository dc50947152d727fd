// Writing, and doing things with messages, by the keyboard alone.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { openAlice } from '../../support/pair';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { composerFocused, openChat } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'someone without a mouse writes, answers, reacts, edits and deletes, and loses no draft',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    // An emoji that no system has: a code point that never will be one stands for a teapot.
    await page.route('**/assets/compact-*.js', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replaceAll(/🫖|\\u\{1fad6\}/gi, '\u{10fffe}');
      await route.fulfill({ response: answer, body });
    });
    const alice = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    const carol = await register(server.url, 'carol');
    for (const friend of [bob, carol]) await befriend(friend, alice);
    await openChat(page, 'carol');
    const area = page.getByRole('textbox', { name: 'Message' });
    await area.fill('for carol alone');
    await openChat(page, 'bob');
    await soon(async () => expect(await area.inputValue()).toBe(''));
    const log = page.locator('.message-list');

    await composerFocused(page);
    // A second line, and a word of an input method, are not sent.
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await area.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await area.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    await soon(async () => expect(await log.locator('.bubble').count()).toBe(0));
    await page.keyboard.press('Enter');
    await log.getByText('one two').waitFor();
    await soon(async () => expect(await log.locator('.text').textContent()).toBe('one\ntwo'));
    await page.getByRole('img', { name: 'Sent' }).waitFor();

    // What comes is told to those who listen, and what can be done with it is in reach of keys.
    await bob.says(alice, 'a question?');
    await page.locator('[aria-live=polite]').getByText('bob: a question?').waitFor();
    await log.focus();
    await page.keyboard.press('ArrowUp');
    const focused = page.locator('.bubble:focus');
    await soon(async () => expect(await focused.textContent()).toContain('a question?'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'React ❤️' }).waitFor();
    // The first of those that this system can draw, and the second of them.
    const quick = page.locator('.menu .quick-reactions button');
    const second = (await quick.nth(1).textContent()) ?? '';
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const reaction = page.locator('.reactions').getByText(second);
    await reaction.waitFor();
    // One that is taken back leaves the keys with its message.
    await page.locator('.reactions button').press('Enter');
    await reaction.waitFor({ state: 'detached' });
    await page.locator('.bubble:focus').press('Enter');
    await page.locator('.menu').getByRole('button', { name: 'Reply' }).press('Enter');
    await composerFocused(page);
    await page.keyboard.type('an answer');
    await page.keyboard.press('Enter');
    await page.locator('.quote').getByText('a question?').waitFor();
    await page.getByRole('img', { name: 'Sent' }).nth(1).waitFor();

    // The last of one's own is edited from an empty field. What was changed waits while something
    // else is looked at; Escape leaves the message as it was.
    await page.keyboard.press('ArrowUp');
    await page.locator('.composer-context').getByText('Edit message').waitFor();
    await area.fill('another answer');
    // An Escape that throws a word of an input method away leaves the rest (Safari says only 229).
    await area.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true });
    await area.dispatchEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true });
    await page.locator('.composer-context').getByText('Edit message').waitFor();
    await soon(async () => expect(await area.inputValue()).toBe('another answer'));
    await openChat(page, 'carol');
    await openChat(page, 'bob');
    await composerFocused(page);
    await page.keyboard.press('ArrowUp');
    await soon(async () => expect(await area.inputValue()).toBe('another answer'));
    await page.keyboard.press('Escape');
    await page.locator('.composer-context').waitFor({ state: 'detached' });
    await composerFocused(page);
    await page.keyboard.press('ArrowUp');
    await soon(async () => expect(await area.inputValue()).toBe('an answer'));
    await page.keyboard.press('Escape');
    await page.locator('.composer-context').waitFor({ state: 'detached' });
    await soon(async () => expect(await area.inputValue()).toBe(''));

    // Emoji by their names; a friend's message is deleted for oneself, and the words say so.
    await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter');
    await page.getByLabel('Search emoji').press('Escape');
    await page.getByLabel('Search emoji').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter');
    const search = page.getByLabel('Search emoji');
    await search.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true });
    // Nor does the browser do with it what Escape does there: empty the field, close a dialog.
    const isLeftAlone = (options: object) =>
      search.evaluate((field, more) => {
        const init = { key: 'Escape', bubbles: true, cancelable: true, ...more };
        return !field.dispatchEvent(new KeyboardEvent('keydown', init));
      }, options);
    expect(await isLeftAlone({ keyCode: 229 })).toBe(true);
    expect(await isLeftAlone({ isComposing: true })).toBe(true);
    await search.fill('hot beverage');
    await page.getByRole('button', { name: 'hot beverage', exact: true }).press('Enter');
    await soon(async () => expect(await area.inputValue()).toBe('☕️'));
    // What no font has is not offered, by its name or in its group.
    await search.fill('teapot');
    await page.locator('.emoji').getByText('No emoji found').waitFor();
    await search.fill('');
    await page.getByRole('button', { name: 'Food and drink' }).click();
    await page.getByRole('button', { name: 'hot beverage', exact: true }).waitFor();
    await soon(async () =>
      expect(await page.getByRole('button', { name: 'teapot', exact: true }).count()).toBe(0),
    );
    await area.press('Enter');
    await page.locator('.jumbo').waitFor();
    await log.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete for me' }).press('Enter');
    const gone = log.locator('.text', { hasText: 'a question?' });
    await gone.waitFor({ state: 'detached' });
    // It can be undone by the keys, too, and is told when nobody did.
    await page.locator('.toast-offer').waitFor();
    await page.keyboard.press('Control+z');
    await gone.waitFor();
    await log.focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete for me' }).press('Enter');
    await gone.waitFor({ state: 'detached' });
    await soon(async () => {
      const { messages } = (await bob.get(`/messages/${alice.id}`)).body.data;
      const his = messages.map(({ content }: { content: string }) => content);
      expect(his).toEqual(['☕️', 'an answer', 'a question?', 'one\ntwo']);
    });

    await page.reload();
    await openChat(page, 'carol');
    await soon(async () => expect(await area.inputValue()).toBe('for carol alone'));
    // Chromium notes that friends without a key were asked for one.
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
    expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!isAvailable('chromium'))(
  'a conversation opens where its reader left it, and only what was seen is read',
  async () => {
    await using opened = await openAlice('bob');
    const { browser, page, alice } = opened;
    const bob = opened.friend('bob');
    for (let i = 1; i <= 130; i += 1) await bob.says(alice, `message ${i}`);
    await page.reload();
    await page.locator('.row .badge').getByText('130 unread').waitFor();
    await openChat(page, 'bob');
    await page.locator('.unread-line').waitFor();
    const line = page.locator('.message-item', { has: page.locator('.unread-line') });
    await line.locator('.text').getByText('message 1', { exact: true }).waitFor();
    // The first of them are in view, the last are not: the button says how many are below.
    await page.locator('.to-end .badge').waitFor();
    const unread = async () => {
      const [{ friend, unread_count }] = (await alice.get('/conversations')).body.data;
      expect(friend.username).toBe('bob');
      return unread_count;
    };
    const badge = page.locator('.row .badge');
    await soon(async () => {
      const left = await unread();
      expect(left).toBeGreaterThan(90);
      expect(left).toBeLessThan(130);
      await soon(async () => expect(await badge.textContent()).toContain(`${left} unread`));
    });
    await page.locator('.to-end').click();
    await badge.waitFor({ state: 'detached' });
    await soon(async () => expect(await unread()).toBe(0));
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
