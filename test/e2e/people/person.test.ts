// The page of a person, which the name in the head opens, and what somebody is called.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openAlice } from '../../support/pair';
import { closeDialog, openChat, openPerson } from '../../support/screen';
import { gallery } from '../../support/watch/axe';

test.skipIf(!isAvailable('chromium'))(
  'a nickname, a display name and one that imitates another are shown alike everywhere, and the head offers calls and the search alone',
  async () => {
    await using opened = await openAlice('bob', 'mallory');
    const { page, browser, alice, friend } = opened;
    const { look, found, clean } = gallery(page);
    const [bob, mallory] = [friend('bob'), friend('mallory')];
    await bob.says(alice, 'from the real one');
    await mallory.says(alice, 'from the other');
    await bob.put('/user/profile', { display_name: 'Mum' });
    const row = (text: string) => page.locator('.row', { hasText: text }).locator('.row-name');
    await row('from the real one').getByText('Mum', { exact: true }).waitFor();
    // Another who calls herself that is told apart, and so is the first.
    await mallory.put('/user/profile', { display_name: 'Мum' });
    await row('from the other').getByText('mallory').waitFor();
    await row('from the real one').getByText('bob').waitFor();

    await openChat(page, 'from the real one');
    const head = page.locator('.conversation > .bar');
    expect(await head.getByRole('button').allTextContents()).toHaveLength(4);
    for (const name of ['Call Mum (bob)', 'Video call Mum (bob)']) {
      await head.getByRole('button', { name, exact: true }).waitFor();
    }
    await openPerson(page);
    const person = page.locator('.dialog.person');
    await person.getByText('Not encrypted').waitFor();
    await look('a person');
    await person.getByRole('button', { name: /^Nickname/ }).click();
    // Each takes the place of the other, and the keys go on there.
    await person.locator('input[name=nickname]:focus').waitFor();
    await person.getByLabel('Nickname').fill('🇩🇪'.repeat(33));
    await person.getByRole('button', { name: 'Save' }).click();
    // No longer than a name may be, and nothing of it is cut.
    await person.locator('.field .field-error').getByText('At most 64 characters').waitFor();
    await person.getByLabel('Nickname').fill('🇩🇪'.repeat(32));
    await person.getByRole('button', { name: 'Save' }).click();
    await person.getByRole('heading', { name: '🇩🇪'.repeat(32), exact: true }).waitFor();
    await person.locator('.person-line:focus', { hasText: 'Nickname' }).waitFor();
    await look('a long nickname');
    await person.getByRole('button', { name: /^Nickname/ }).click();
    await person.getByLabel('Nickname').fill('My mum');
    await person.getByRole('button', { name: 'Save' }).click();
    await person.getByRole('heading', { name: 'My mum', exact: true }).waitFor();
    await person.getByText('bob', { exact: true }).waitFor();
    await closeDialog(page);
    await head.getByRole('button', { name: 'Call My mum', exact: true }).waitFor();
    await row('from the real one').getByText('My mum', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('bob');
    await row('from the real one').waitFor();
    // Where keys are spoken of the user name stands beside it.
    await page.getByText('My mum (bob) uses an app without encryption').first().waitFor();

    // On a phone it is a page with a way back.
    await page.setViewportSize({ width: 360, height: 740 });
    await openPerson(page);
    await person.getByRole('button', { name: 'Back' }).click();
    await person.waitFor({ state: 'detached' });
    expect(found).toEqual(clean());
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
