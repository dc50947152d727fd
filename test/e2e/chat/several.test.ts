// Messages passed on, and several at once.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { befriend, login, register } from '../../support/person';
import { say } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'alice forwards to two people at once, selects several by keys, and copies them',
  async () => {
    await using pair = await openPair();
    const { server, alices, alice, bob } = pair;
    await befriend(await register(server.url, 'carol'), await login(server.url, 'alice'));
    await say(bob, '12 *Lake* Road');
    await alice.locator('.theirs .text').waitFor();
    await alice.locator('.theirs').hover();
    await alice.locator('.theirs').getByRole('button', { name: 'More' }).click();
    await alice.locator('.menu').getByRole('button', { name: 'Forward' }).click();
    const sheet = alice.getByRole('dialog', { name: 'Forward' });
    await sheet.getByText('12 Lake Road').waitFor();
    await sheet.getByRole('searchbox').fill('car');
    await sheet.getByRole('checkbox', { name: 'carol' }).press('Space');
    await sheet.getByRole('searchbox').fill('');
    await sheet.getByRole('checkbox', { name: 'bob' }).press('Space');
    await sheet.getByRole('button', { name: 'Send to 2' }).click();
    await alice.getByText('Forwarded to carol and bob').waitFor();
    // Bob has a key, and is told that it was said elsewhere; carol has none.
    await bob.locator('.theirs', { hasText: 'Forwarded' }).getByText('Lake').waitFor();
    await alice.locator('.row', { hasText: 'carol' }).getByText('12 Lake Road').waitFor();

    // Several, by the keys alone: the menu begins, the arrows move, the bar copies them.
    await say(alice, 'by the mill');
    await alice.locator('.mine .text', { hasText: 'by the mill' }).waitFor();
    await alice.locator('.status-icon:not(.sending)').nth(1).waitFor();
    await alice.locator('.message-list').focus();
    await alice.keyboard.press('ArrowUp');
    await alice.keyboard.press('Enter');
    await alice.locator('.menu').getByRole('button', { name: 'Select' }).press('Enter');
    const bar = alice.getByRole('toolbar', { name: 'Select' });
    await bar.getByText('1 selected').waitFor();
    await alice.keyboard.press('ArrowUp');
    await alice.keyboard.press('Space');
    await bar.getByText('2 selected').waitFor();
    // A press anywhere on a message is one on its box.
    await alice.locator('.message-body').first().click();
    await bar.getByText('3 selected').waitFor();
    await alices.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await bar.getByRole('button', { name: 'Copy' }).click();
    await alice.getByText('Copied').waitFor();
    expect(await alice.evaluate(() => navigator.clipboard.readText())).toBe(
      'bob: 12 *Lake* Road\nYou: 12 *Lake* Road\nYou: by the mill',
    );
    await alice.getByRole('textbox', { name: 'Message' }).waitFor();
    // Each message has an address.
    await alice.locator('.theirs').first().click({ button: 'right' });
    await alice.locator('.menu').getByRole('button', { name: 'Copy link to message' }).click();
    await alice.waitForFunction(async () =>
      (await navigator.clipboard.readText()).includes('/#/c/'),
    );
    expect(await alice.evaluate(() => navigator.clipboard.readText())).toMatch(
      new RegExp(`^${server.url}/#/c/\\d+/\\d+$`),
    );
    // A double click beside the words answers; on them it selects a word.
    await alice.locator('.theirs .text').first().dblclick();
    await soon(async () => expect(await alice.locator('.composer-context').count()).toBe(0));
    await alice.locator('.theirs .meta').first().dblclick();
    await alice.locator('.composer-context').getByText('Reply to bob').waitFor();
    await alice.keyboard.press('Escape');
    await alice.locator('.composer-context').waitFor({ state: 'detached' });
    // Escape ends it, too.
    await alice.locator('.theirs').first().click({ button: 'right' });
    await alice.locator('.menu').getByRole('button', { name: 'Select' }).click();
    await bar.waitFor();
    // One thing at a time: the search first, where one looks for something meanwhile.
    await alice.locator('.search-input').fill('tea');
    await alice.locator('.search-input').press('Escape');
    await alice.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.search-input')?.value === '',
    );
    expect(await bar.count()).toBe(1);
    await alice.locator('.select-box').first().focus();
    await alice.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });

    // What was just sent comes back into the field, and is gone for both.
    await say(alice, 'to the wrong one');
    const sent = bob.locator('.theirs .text', { hasText: 'to the wrong one' });
    await sent.waitFor();
    await alice.getByRole('button', { name: 'Undo sending: it’s deleted for both' }).last().click();
    await sent.waitFor({ state: 'detached' });
    const area = alice.getByRole('textbox', { name: 'Message' });
    await alice.waitForFunction(
      () => document.querySelector('textarea')?.value === 'to the wrong one',
    );
    await area.fill('');

    // Two are deleted, one of them for both; until it is told, one press brings them back.
    await alice.locator('.mine').last().click({ button: 'right' });
    await alice.locator('.menu').getByRole('button', { name: 'Select' }).click();
    await alice.locator('.message-body').first().click();
    await bar.getByRole('button', { name: 'Delete' }).click();
    const question = alice.getByRole('dialog', { name: 'Delete 2 messages' });
    await question
      .getByText('Your message is deleted for you and bob. bob’s message is deleted only')
      .waitFor();
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    const texts = alice.locator('.text');
    await alice.locator('.theirs').waitFor({ state: 'detached' });
    await soon(async () => expect(await texts.count()).toBe(1));
    await alice.locator('.toast', { hasText: '2 messages deleted' }).waitFor();
    await alice.getByRole('button', { name: 'Undo', exact: true }).click();
    await alice.locator('.theirs').waitFor();
    await soon(async () => expect(await texts.count()).toBe(3));
    expect(alices.errors).toEqual([]);
  },
  300_000,
);
