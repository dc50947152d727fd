// Search in the client: sealed messages are found as one types, in place, with a way there and back.
import { expect, test } from 'bun:test';
import type { Locator } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { writeArchive } from '../../support/data/archive';
import type { Pair } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import { sealFor } from '../../support/hostile/cast';
import { arrive } from '../../support/people/arrive';
import type { Person } from '../../support/person';
import { befriend, register } from '../../support/person';
import { openChat } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const lines = Array.from({ length: 45 }, (_, at) => `line ${at}`);

/** By the second implementation. */
const saySealed = async (from: { person: Person; pair: Pair }, to: Person, text: string) => {
  const { body } = await from.person.get(`/encryption/public-key/${to.id}`);
  const key = JSON.parse(body.data.public_key) as { x: string };
  const { mid, content } = sealFor({ id: to.id, key }, from, { text });
  await from.person.says(to, content, { is_encrypted: true, client_id: mid });
};

/** What is typed in the same moment is typed into the search: the press alone, then the next task. */
const typeRightAfter = async (button: Locator, text: string) => {
  const isTyped = await button.evaluate(async (element: HTMLElement) => {
    element.click();
    await new Promise((next) => setTimeout(next));
    return document.activeElement?.matches('.search-input') ?? false;
  });
  expect(isTyped).toBe(true);
  await button.page().keyboard.type(text);
};

test.skipIf(!hasBrowser)(
  'what two people sealed is found by its words, filtered, marked, and jumped to',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const alice = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    const said = ['The doctor said: drink tea', '医生说要多喝茶', ...lines];
    const text = (number: number) => said[number - 1] ?? '';
    const archive = { data: server.data, from: bob, to: alice, count: said.length, text };
    const pair = await writeArchive(archive);
    await openChat(page, 'bob');
    // The text alone: with its time behind it, "line 4" at 4:30 reads as "line 44:30".
    await page.locator('.message-list .text').getByText('line 44', { exact: true }).waitFor();

    const field = page.getByRole('searchbox');
    const results = page.getByRole('region', { name: 'Messages' });
    await field.fill('DOC');
    await results.getByRole('button').filter({ hasText: 'drink tea' }).waitFor();
    await soon(async () =>
      expect(await results.locator('mark').allTextContents()).toEqual(['doc']),
    );
    await field.fill('喝茶');
    await results.getByRole('button').filter({ hasText: '医生' }).waitFor();
    await soon(async () => expect(await results.getByRole('button').count()).toBe(1));
    await results.getByRole('button').click();
    await page.locator('.message-list').getByText('医生说要多喝茶').waitFor();
    await page.getByRole('button', { name: 'Links', exact: true }).click();
    await page.getByText('No message has that.').waitFor();
    await page.getByRole('button', { name: 'Links', exact: true }).click();
    await results.getByRole('button').first().waitFor();
    await field.press('Escape');
    await results.waitFor({ state: 'detached' });

    // In one conversation, from its head: all that is typed from the press on.
    const searchHere = page.getByRole('button', { name: 'Search in the conversation with bob' });
    await typeRightAfter(searchHere, 'line 44');
    await results.getByRole('button').nth(1).waitFor({ state: 'detached' });
    await results.getByRole('button').filter({ hasText: 'line 44' }).waitFor();
    await page.getByText('All messages were searched').waitFor();
    await soon(async () => expect(await field.inputValue()).toBe('line 44'));

    // What comes meanwhile is found too, and nobody who reads the results is moved by it.
    await field.fill('line');
    await results.getByRole('button').nth(44).waitFor();
    const scroller = page.locator('.sidebar-scroll');
    await scroller.evaluate((box) => box.scrollTo({ top: 600 }));
    // By its name, in which the time stands apart: "line 2" at 10:07 has the text "line 210:07".
    const old = results.getByRole('button', { name: /line 21 / });
    const lies = async () => (await old.boundingBox())?.y ?? Number.NaN;
    await soon(async () =>
      expect(await scroller.evaluate((box) => box.scrollTop)).toBeGreaterThan(0),
    );
    const before = await lies();
    await saySealed({ person: bob, pair }, alice, 'another line');
    await results.getByRole('button').filter({ hasText: 'another line' }).waitFor();
    await soon(async () => expect(Math.abs((await lies()) - before)).toBeLessThan(2));

    // On a phone the conversation covers the list.
    await page.setViewportSize({ width: 390, height: 844 });
    await field.waitFor({ state: 'hidden' });
    await typeRightAfter(searchHere, 'tea');
    await results.getByRole('button').filter({ hasText: 'drink tea' }).waitFor();
    await soon(async () => expect(await field.inputValue()).toBe('tea'));
    expect(browser.errors).toEqual([]);
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
