// Every screen for everyone: axe finds nothing, in either scheme; the keyboard gets everywhere.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { isAvailable } from '../support/available';
import { openBrowser } from '../support/browser';
import { startExecutable } from '../support/executable';
import { enter, joinByInvitation, openChat, say, signUp } from '../support/screen';

const hasBrowser = isAvailable('chromium');
const axe = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8');

interface Findings {
  violations: { id: string; nodes: { html: string }[] }[];
}

/** What axe finds in both schemes. */
const findings = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Through the debugger: the page's own policy lets no such script in.
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as Findings;
    found.push(
      ...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 200)}`),
    );
  }
  return found;
};

test.skipIf(!hasBrowser)(
  'axe finds no violation on any screen in either scheme',
  async () => {
    await using server = await startExecutable();
    await using alices = await openBrowser();
    await using bobs = await openBrowser('zh-CN');
    const page = await alices.page();
    const screens: Record<string, string[]> = {};
    const look = async (name: string) => {
      screens[name] = await findings(page);
    };
    await page.goto(server.url);
    await page.locator('.card h1').waitFor();
    await look('sign in');
    const alice = await signUp(page, server.url, 'alice');
    await look('recovery code');
    await enter(alice);
    await look('no conversations');
    await page.getByRole('button', { name: 'Add people' }).first().click();
    await page.getByRole('button', { name: 'Make an invitation link' }).click();
    const link = (await page.locator('.link').getAttribute('data-link')) ?? '';
    await look('people');
    await page.keyboard.press('Escape');
    const other = await bobs.page();
    await other.goto(link);
    await other.getByRole('button', { name: 'English' }).click();
    const bob = await joinByInvitation(other, link, 'bob');
    await enter(bob);
    await openChat(page, 'bob');
    await say(page, 'hello https://chat.example');
    await page.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    await look('conversation');
    await page.locator('.bubble').hover();
    await page.getByRole('button', { name: 'More' }).click();
    await look('menu');
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('button', { name: 'Emoji' }).click();
    await look('composer');
    await page.getByRole('button', { name: 'End-to-end encrypted' }).click();
    await page.locator('[data-safety]:not([data-safety=""])').waitFor();
    await look('safety numbers');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings' }).click();
    await look('settings');
    expect(screens).toEqual(Object.fromEntries(Object.keys(screens).map((name) => [name, []])));
    expect([alices.errors, bobs.errors]).toEqual([[], []]);
  },
  180_000,
);
