// What is typed and not sent, and what is sent and did not arrive, in two tabs of one person.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { openChat, say } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'a draft is the same in both tabs, and an unsent message is the newest of the list',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const one = await browser.page();
    const alice = await arrive(one, server.url, 'alice');
    const [bob, carol] = [await register(server.url, 'bob'), await register(server.url, 'carol')];
    for (const friend of [bob, carol]) await befriend(alice, friend);
    await bob.says(alice, 'from bob');
    await carol.says(alice, 'from carol');
    const two = await browser.page();
    await two.goto(server.url);
    for (const page of [one, two]) await openChat(page, 'bob');
    const fields = [one, two].map((page) => page.getByRole('textbox', { name: 'Message' }));
    const [first, second] = fields;
    if (!first || !second) throw new Error('the tabs are missing');

    await first.fill('half a thought');
    await two.waitForFunction(() => document.querySelector('textarea')?.value.length === 14);
    await second.press('End');
    await second.pressSequentially(', and more');
    await one.waitForFunction(() => document.querySelector('textarea')?.value.length === 24);
    await soon(async () => expect(await first.inputValue()).toBe('half a thought, and more'));
    // The list tells of it where the conversation is not open.
    await openChat(two, 'carol');
    const row = two.locator('.row', { hasText: 'bob' });
    await row.getByText('half a thought, and more').waitFor();
    await first.fill('');
    await row.getByText('from bob').waitFor();
    await first.fill('kept');
    await row.getByText('kept').waitFor();
    await two.reload();
    await openChat(two, 'bob');
    await soon(async () => expect(await second.inputValue()).toBe('kept'));
    await first.press('Enter');
    await two.locator('.message-list').getByText('kept', { exact: true }).waitFor();
    await soon(async () => expect(await second.inputValue()).toBe(''));
    await one.getByRole('img', { name: 'Sent' }).waitFor();

    // It does not get there: the list shows it at once, above the newer conversation.
    const names = one.locator('.list .row-name');
    // What is sent later would be the newest.
    const sent = one.locator('.message-list').getByRole('img', { name: /Sent|Delivered/ });
    await sent.first().waitFor();
    await carol.says(alice, 'from carol again');
    await one.locator('.row').first().getByText('from carol again').waitFor();
    // Whichever tab sends it. One that was let go of meanwhile is handled already.
    const sending = '**/api/v1/messages';
    await browser.context.route(sending, (route) => route.abort().catch(() => {}));
    await say(one, 'not there yet');
    const newest = one.locator('.row').first();
    await newest.getByText('not there yet').waitFor();
    await newest.getByText('Sending').waitFor();
    await soon(async () => expect(await names.allTextContents()).toEqual(['bob', 'carol']));
    // After a reload it still is, in a tab that has no conversation open.
    await one.reload();
    await newest.getByText('not there yet').waitFor();
    await soon(async () => expect(await names.allTextContents()).toEqual(['bob', 'carol']));
    // The friend writes meanwhile; what is refused in the end is said to be.
    await bob.says(alice, 'are you there?');
    await newest.getByText('1 unread').waitFor();
    await newest.getByText('not there yet').waitFor();
    // In front of the other one: not one try gets through between them.
    await browser.context.route(sending, (route) =>
      route
        .fulfill({ status: 404, json: { error: { code: 'FRIEND_001', details: {} } } })
        .catch(() => {}),
    );
    await newest.getByText('Not sent').waitFor();
    await browser.context.unrouteAll({ behavior: 'ignoreErrors' });
    await openChat(one, 'bob');
    await one.getByRole('button', { name: 'Try again' }).click();
    await newest.locator('.row-status').waitFor({ state: 'detached' });
    await newest.getByText('not there yet').waitFor();
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
