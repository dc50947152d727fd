// The web client in real browsers, against the executable.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { login } from '../../support/person';
import {
  closeDialog,
  createLink,
  enter,
  joinByInvitation,
  openChat,
  openSafety,
  recorded,
  say,
  signIn,
  signUp,
} from '../../support/screen';
import { soon } from '../../support/timing';

const MARK = 'the marmalade is under the stairs';
const hasBrowser = isAvailable('chromium');

const holding = (dir: string, text: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));

const texts = (page: Page) => page.locator('.message-list .text').allTextContents();

/** Hands a file over as the clipboard or the pointer does. */
const hand = (page: Page, how: 'paste' | 'drop', name: string, text: string) =>
  page.locator('.composer textarea').evaluate(
    (field, [type = '', file = '', content = '']) => {
      const data = new DataTransfer();
      data.items.add(new File([content], file, { type: 'text/plain' }));
      const about = { bubbles: true, cancelable: true };
      field.dispatchEvent(
        type === 'paste'
          ? new ClipboardEvent(type, { ...about, clipboardData: data })
          : new DragEvent(type, { ...about, dataTransfer: data }),
      );
    },
    [how, name, text],
  );

test.skipIf(!hasBrowser)(
  'two people meet by an invitation and chat sealed, and nothing of it is on the server',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser();
    const alice = await signUp(await alices.page(), server.url, 'alice');
    await enter(alice);
    const link = await createLink(alice.page);
    expect(link).toMatch(/\/i\/[a-z2-7]{20}#[\w-]{43}\.[\w-]{22}$/);
    await closeDialog(alice.page);
    const bob = await joinByInvitation(await bobs.page(), link, 'bob');
    await enter(bob);

    await openChat(alice.page, 'bob');
    await say(alice.page, MARK);
    await openChat(bob.page, 'alice');
    await bob.page.getByText(MARK).last().waitFor();
    await alice.page.getByRole('img', { name: 'Read' }).waitFor();
    await say(bob.page, `no: ${MARK}`);
    await alice.page.getByText(`no: ${MARK}`).last().waitFor();

    const picker = alice.page.locator('input[type=file]');
    await picker.setInputFiles({
      name: `${MARK}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(MARK),
    });
    await alice.page.getByRole('button', { name: 'Send', exact: true }).click();
    const line = bob.page.locator('.file', { hasText: MARK });
    await line.waitFor();
    const download = bob.page.waitForEvent('download');
    await line.click();
    expect(readFileSync((await (await download).path()) ?? '', 'utf8')).toBe(MARK);

    // By the clipboard, by the pointer, and by the microphone.
    await alice.page.context().grantPermissions(['clipboard-write', 'clipboard-read']);
    await alice.page.evaluate((text) => navigator.clipboard.writeText(text), `pasted: ${MARK}`);
    await alice.page.getByRole('textbox', { name: 'Message' }).focus();
    await alice.page.keyboard.press('Control+V');
    await alice.page.keyboard.press('Enter');
    await bob.page.getByText(`pasted: ${MARK}`).last().waitFor();
    for (const how of ['paste', 'drop'] as const) {
      await hand(alice.page, how, `${how} ${MARK}.txt`, MARK);
      await alice.page.getByRole('textbox', { name: 'Message' }).fill(`${how} with ${MARK}`);
      await alice.page.getByRole('button', { name: 'Send', exact: true }).click();
      await bob.page.locator('.file', { hasText: `${how} ${MARK}` }).waitFor();
      await bob.page.getByText(`${how} with ${MARK}`).last().waitFor();
    }
    await alice.page.getByRole('button', { name: 'Record a voice message' }).click();
    await recorded(alice.page, 1);
    await alice.page.getByRole('button', { name: 'Send the recording' }).click();
    await bob.page.locator('.player').waitFor();

    for (const { page } of [alice, bob]) {
      await openSafety(page);
    }
    const number = ({ page }: { page: Page }) =>
      page.locator('[data-safety]').getAttribute('data-safety');
    expect(await number(alice)).toMatch(/^\d{60}$/);
    expect(await number(bob)).toBe(await number(alice));

    expect(holding(server.data, 'marmalade')).toEqual([]);
    expect(server.output()).not.toContain('marmalade');
    // Nor is anything of the recording (RFC 7845, 5.1: how Opus begins, in whatever container).
    expect(holding(server.data, 'OpusHead')).toEqual([]);
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'an empty browser has the whole history after signing in, and after a recovery',
  async () => {
    await using server = await startExecutable();
    await using first = await openBrowser();
    await using others = await openBrowser();
    const alice = await signUp(await first.page(), server.url, 'alice');
    const code = await enter(alice);
    const link = await createLink(alice.page);
    await closeDialog(alice.page);
    const bob = await joinByInvitation(await others.page(), link, 'bob');
    await enter(bob);
    await openChat(bob.page, 'alice');
    for (const text of ['one', 'two', 'three']) await say(bob.page, text);
    await openChat(alice.page, 'bob');
    await alice.page.locator('.message-list').getByText('three', { exact: true }).waitFor();
    await say(alice.page, 'four');
    // A page that goes at the press itself finds it in the composer.
    await alice.page.locator('.message-list').getByText('four', { exact: true }).waitFor();
    await alice.page.reload();
    await openChat(alice.page, 'bob');
    await alice.page.locator('.message-list').getByText('four', { exact: true }).waitFor();
    await soon(async () =>
      expect(await texts(alice.page)).toEqual(['one', 'two', 'three', 'four']),
    );

    await using empty = await openBrowser();
    const page = await empty.page();
    await signIn(page, server.url, 'alice', alice.password);
    await openChat(page, 'bob');
    await page.locator('.message-list').getByText('four', { exact: true }).waitFor();
    await soon(async () => expect(await texts(page)).toEqual(['one', 'two', 'three', 'four']));
    await soon(async () => expect(await page.locator('.trouble').count()).toBe(0));

    // A simple client sets another password: the vault keeps its old locks.
    const simple = await login(server.url, 'alice');
    const changed = await simple.put('/user/password', {
      current_password: alice.password,
      new_password: 'alice likes other tea',
      confirm_password: 'alice likes other tea',
    });
    expect(changed.status).toBe(200);
    await using lost = await openBrowser();
    const again = await lost.page();
    await signIn(again, server.url, 'alice', 'alice likes other tea');
    await again.getByRole('button', { name: 'Use the recovery code' }).click();
    await again.getByLabel('Recovery code').fill(code.toLowerCase().replaceAll('-', ' '));
    await again.getByRole('button', { name: 'Unlock' }).click();
    await openChat(again, 'bob');
    await again.locator('.message-list').getByText('four', { exact: true }).waitFor();
    await soon(async () => expect(await texts(again)).toEqual(['one', 'two', 'three', 'four']));
    await again.reload();
    await openChat(again, 'bob');
    await again.locator('.message-list').getByText('four', { exact: true }).waitFor();
    for (const browser of [others, lost]) expect(browser.errors).toEqual([]);
  },
  300_000,
);
