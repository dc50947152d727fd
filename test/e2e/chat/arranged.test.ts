// How one has conversations: by the mouse and by the keys, and where the page was left.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openAlice } from '../../support/pair';
import { closeDialog, confirm, openChat, openPerson, say } from '../../support/screen';
import { soon } from '../../support/timing';
import { gallery } from '../../support/watch/axe';

test.skipIf(!isAvailable('chromium'))(
  'conversations are pinned, marked, silenced, put away and deleted, and the one that was left opens again',
  async () => {
    await using opened = await openAlice('bob', 'carol', 'dave');
    const { page, browser, alice, server, friend } = opened;
    const { look, found, clean } = gallery(page);
    for (const name of ['bob', 'carol', 'dave']) await friend(name).says(alice, `from ${name}`);
    const row = (name: string) => page.locator('.row', { hasText: name });
    const names = () => page.locator('.list .row-name').allTextContents();
    const act = (name: string) => page.locator('.menu').getByRole('button', { name, exact: true });
    await row('from dave').waitFor();

    // By the other mouse button.
    await row('from bob').click({ button: 'right' });
    await look('the menu of a row');
    await act('Pin').click();
    await row('from bob').getByText('Pinned').waitFor({ state: 'attached' });
    expect(await names()).toEqual(['bob', 'dave', 'carol']);
    // By the keys.
    await row('from dave').focus();
    await page.keyboard.press('Shift+F10');
    await act('Mark as read').press('Enter');
    await row('from dave').getByText('1 unread').waitFor({ state: 'detached' });
    await row('from dave').press('ContextMenu');
    await act('Mark as unread').press('Enter');
    await row('from dave').getByText('marked as unread').waitFor({ state: 'attached' });
    // By the button beside it.
    await row('from carol').hover();
    await page.getByRole('button', { name: 'More about carol' }).click();
    await act('Silence').click();
    await page.getByRole('button', { name: 'For 8 hours' }).click();
    await row('from carol').getByText('Silenced').waitFor({ state: 'attached' });
    await row('from carol').click({ button: 'right' });
    await act('Archive').click();
    await row('from carol').waitFor({ state: 'detached' });
    await look('something is put away');
    await page.getByRole('button', { name: /^Archived/ }).click();
    await row('from carol').waitFor();
    expect(await names()).toEqual(['carol']);
    await page.getByRole('button', { name: /^Archived/ }).click();
    await row('from dave').waitFor();

    // Notes are found by their name; nobody is called there.
    await page.getByRole('searchbox').fill('notes');
    await row('Notes to self').click();
    await page.getByRole('button', { name: 'Clear' }).click();
    await soon(async () => expect(await page.getByRole('searchbox').inputValue()).toBe(''));
    await say(page, 'milk and bread');
    await page.locator('.mine .text', { hasText: 'milk and bread' }).waitFor();
    await soon(async () =>
      expect(await page.getByRole('button', { name: /^(Call|Video call)/ }).count()).toBe(0),
    );
    await openPerson(page);
    await look('notes');
    await closeDialog(page);

    // The page closes, and comes back where it was; the way back leads to the list.
    await page.close();
    const later = await browser.page();
    await later.goto(server.url);
    await later.locator('.mine .text', { hasText: 'milk and bread' }).waitFor();
    await soon(async () => expect(later.url()).toContain('/#/c/'));
    await later.goBack();
    await later.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
    // A deletion is asked about, and says what it is.
    await later.locator('.row', { hasText: 'from bob' }).click({ button: 'right' });
    await later.locator('.menu').getByRole('button', { name: 'Delete chat' }).click();
    await later.getByText('bob keeps them, and isn’t told.').waitFor();
    await confirm(later, 'Delete chat');
    await later.locator('.row', { hasText: 'No messages yet' }).waitFor();
    await openChat(later, 'bob');
    await later.getByText('beginning of your conversation with bob').waitFor();
    expect((await friend('bob').get(`/messages/${alice.id}`)).body.data.messages.length).toBe(1);
    expect(found).toEqual(clean());
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
