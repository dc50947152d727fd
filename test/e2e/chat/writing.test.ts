// What is written into a message beside its words: marks of formatting, emoji by their names.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { say } from '../../support/screen';
import { soon } from '../../support/timing';

test.skipIf(!isAvailable('chromium'))(
  'what alice formats stands so with bob, and nowhere as its marks but in the copy',
  async () => {
    await using pair = await openPair();
    const { alices, alice, bob } = pair;
    const area = alice.getByRole('textbox', { name: 'Message' });
    await say(alice, '*Tea* at _five_, ~six~ `7`, not 2*3*4 <b>bold</b>');
    const text = bob.locator('.theirs .text').first();
    await text.locator('strong', { hasText: 'Tea' }).waitFor();
    await soon(async () =>
      expect(await text.locator('em, s, code').allTextContents()).toEqual(['five', 'six', '7']),
    );
    await soon(async () =>
      expect(await text.textContent()).toBe('Tea at five, six 7, not 2*3*4 <b>bold</b>'),
    );
    // In the list and in a quote there are the words.
    await bob.locator('.row-line', { hasText: 'Tea at five, six 7' }).waitFor();
    await bob.locator('.bubble').first().hover();
    await bob.locator('.bubble').first().getByRole('button', { name: 'More' }).click();
    await bob.locator('.menu').getByRole('button', { name: 'Reply' }).click();
    await bob.locator('.composer-context', { hasText: 'Tea at five' }).waitFor();
    // What bob selects is copied as alice wrote it.
    const copied = await text.evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      const data = new DataTransfer();
      const init = { clipboardData: data, bubbles: true, cancelable: true };
      element.dispatchEvent(new ClipboardEvent('copy', init));
      return data.getData('text/plain');
    });
    expect(copied).toBe('*Tea* at _five_, ~six~ `7`, not 2*3*4 <b>bold</b>');

    // A key puts the marks around the selection.
    await area.fill('bold words');
    await area.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(5, 10));
    await alice.keyboard.press('Control+b');
    await soon(async () => expect(await area.inputValue()).toBe('bold *words*'));
    await area.fill('');

    // Emoji by their names: the keys choose while the list is open, and Enter sends nothing.
    const value = (wanted: string) =>
      alice.waitForFunction((text) => document.querySelector('textarea')?.value === text, wanted);
    await area.pressSequentially('hi :telep');
    await alice
      .getByRole('option', { name: /telephone/ })
      .first()
      .waitFor();
    await alice.keyboard.press('ArrowDown');
    await alice.keyboard.press('ArrowUp');
    await alice.keyboard.press('Enter');
    await value('hi ☎️ ');
    await soon(async () => expect(await alice.getByRole('listbox').count()).toBe(0));
    await area.pressSequentially(':soccer:');
    await value('hi ☎️ ⚽️');
    await area.pressSequentially(' :heart');
    await alice.getByRole('option').first().waitFor();
    await alice.keyboard.press('Escape');
    await alice.getByRole('listbox').waitFor({ state: 'detached' });
    await value('hi ☎️ ⚽️ :heart');
    expect(alices.errors).toEqual([]);
  },
  300_000,
);
