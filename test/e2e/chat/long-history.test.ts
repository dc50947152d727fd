// Long histories: opened at their end, read both ways without jumping, and never all at once.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { writeArchive } from '../../support/data/archive';
import { openAlice } from '../../support/pair';
import { drawn } from '../../support/pictures/gallery';
import { openChat, openPerson, say } from '../../support/screen';
import { soon } from '../../support/timing';

const count = 1_500;
const shown_messages_max = 200;

const numbers = async (page: Page): Promise<number[]> => {
  const texts = await page.locator('.message-list .text').allTextContents();
  return texts.map((text) => Number(/message (\d+)/.exec(text)?.[1]));
};

/** No gap, nothing twice, and no more than the page can bear. */
const mustBeWhole = async (page: Page) => {
  const all = await numbers(page);
  expect(all).toEqual(all.map((_, at) => (all[0] ?? 0) + at));
  expect(all.length).toBeLessThanOrEqual(shown_messages_max);
  return all;
};

/** How far below the top of the view a message lies. */
const lies = (page: Page, number: number): Promise<number> =>
  page.locator('.message-list').evaluate((log, text) => {
    const { top } = log.getBoundingClientRect();
    const entries = [...log.querySelectorAll('.message-item')];
    const entry = entries.find((each) => each.querySelector('.text')?.textContent === text);
    return Math.round((entry?.getBoundingClientRect().top ?? Number.NaN) - top);
  }, `message ${number}`);

const mustLie = (page: Page, number: number, at_px: number) =>
  soon(async () => expect(Math.abs((await lies(page, number)) - at_px)).toBeLessThanOrEqual(2));

/** By hand, as far as the next frame, in which the page learns of it. */
const scrollTo = async (page: Page, end: 'top' | 'bottom') => {
  await page.locator('.message-list').evaluate((log, where) => {
    // What moves by itself while the list grows is nobody's scrolling, and is put back.
    log.dispatchEvent(new WheelEvent('wheel'));
    log.scrollTop = where === 'top' ? 0 : log.scrollHeight;
  }, end);
  await drawn(page);
};

/** What `act` leads to is highlighted for two seconds: the page itself looks at each frame. */
const highlights = async (page: Page, find: string, act: () => Promise<void>) => {
  const found = page.waitForFunction((selector) => {
    const message = document.querySelector(`.highlighted${selector}`);
    return message
      ? {
          text: message.querySelector('.text')?.textContent,
          at: message.querySelector('time')?.dateTime ?? '',
        }
      : null;
  }, find);
  await act();
  return (await (await found).jsonValue()) ?? { text: '', at: '' };
};

test.skipIf(!isAvailable('chromium'))(
  'a long history is read to its beginning and back, and keeps its place',
  async () => {
    await using opened = await openAlice('bob');
    const { server, browser, page, alice } = opened;
    const bob = opened.friend('bob');
    await writeArchive({
      data: server.data,
      from: bob,
      to: alice,
      count,
      answers: (number) => (number === count - 1 ? 3 : undefined),
    });
    await page.reload();
    await openChat(page, 'bob');
    const log = page.locator('.message-list');
    await log.getByText(`message ${count}`, { exact: true }).waitFor();
    expect((await mustBeWhole(page)).at(-1)).toBe(count);

    // Older pages come above, and what is being read does not move.
    for (let turns = 0; turns < 6; turns += 1) {
      const oldest = (await numbers(page))[0] ?? 0;
      await scrollTo(page, 'top');
      const at_px = await lies(page, oldest);
      await log.getByText(`message ${oldest - 1}`, { exact: true }).waitFor({ state: 'attached' });
      await mustLie(page, oldest, at_px);
      await mustBeWhole(page);
    }
    // A window that becomes narrower breaks lines anew, and still shows the same message; so does
    // one to which a message comes. The button at the corner counts it.
    const [first = 0] = await numbers(page);
    const read = first + 30;
    await page.locator(`.message-item:has-text("message ${read}")`).evaluate((each) => {
      each.scrollIntoView({ block: 'start' });
    });
    await drawn(page);
    const at_px = await lies(page, read);
    await page.setViewportSize({ width: 400, height: 700 });
    await page.waitForFunction(() => innerWidth === 400);
    await mustLie(page, read, at_px);
    await bob.says(alice, 'meanwhile');
    await page.locator('.to-end .badge').waitFor();
    await mustLie(page, read, at_px);
    await soon(async () => expect(await log.getByText('meanwhile').count()).toBe(0));
    await page.locator('.to-end').click();
    await log.getByText('meanwhile').waitFor();
    await page.locator('.to-end').waitFor({ state: 'detached' });

    // A quote leads to the very beginning, the button back to who quoted it, then to the end.
    const third = log.locator('.quote').getByText('message 3', { exact: true });
    expect((await highlights(page, '', () => third.click())).text).toBe('message 3');
    expect((await mustBeWhole(page))[0]).toBe(1);
    await log.getByText('This is the beginning of your conversation').waitFor();
    await highlights(page, ':has(.quote)', () => page.locator('.to-end').click());
    await scrollTo(page, 'bottom');

    // To a day, and forwards from there page by page.
    const day = new Date(Date.now() - 5 * 86_400_000).toLocaleDateString('sv');
    await openPerson(page);
    await page.getByRole('button', { name: 'Go to a date' }).click();
    await page.locator('input[type=date]').fill(day);
    const goes = page.getByRole('button', { name: 'Go', exact: true });
    const { at } = await highlights(page, ':not(:has(.quote))', () => goes.click());
    expect(new Date(at).toLocaleDateString('sv')).toBe(day);
    const newest = (await mustBeWhole(page)).at(-1) ?? 0;
    expect(newest).toBeLessThan(count);
    // What does not come is asked for again where it is missing.
    const refused = { success: false, error: { code: 'REQUEST_003', message: '', details: {} } };
    await page.route(/[?&]after=/, (route) => route.fulfill({ status: 404, json: refused }), {
      times: 1,
    });
    await scrollTo(page, 'bottom');
    await page.locator('.message-items > .load-again:last-child').click();
    await log.getByText(`message ${newest + 1}`, { exact: true }).waitFor({ state: 'attached' });
    await mustBeWhole(page);

    // What one says from far back is said at the end.
    await say(page, 'and now?');
    await log.getByText('and now?').waitFor();
    await log.getByText('meanwhile').waitFor();
    await soon(async () => expect(await log.getAttribute('data-unopened')).toBe('0'));
    // Whoever has come to the end otherwise is not led back to a reply of before.
    await highlights(page, '', () => third.click());
    await page.getByRole('button', { name: 'Back to the reply' }).waitFor();
    await say(page, 'at the end');
    await log.getByText('at the end').waitFor();
    await page.locator('.to-end').waitFor({ state: 'detached' });
    await scrollTo(page, 'top');
    await page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
    // What is redrawn before the frame in which the page learns of a scroll does not undo it.
    await page.locator('.to-end').click();
    await page.locator('.to-end').waitFor({ state: 'detached' });
    await log.getByText('at the end').click({ button: 'right' });
    await page.locator('.menu').getByRole('button', { name: 'Select' }).click();
    await page.locator('.select-box').last().waitFor();
    await log.evaluate((list) => {
      list.dispatchEvent(new WheelEvent('wheel'));
      list.scrollTop -= 400;
      [...list.querySelectorAll<HTMLElement>('.select-box')].at(-1)?.click();
    });
    await page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
    const errors = browser.errors.filter((line) => !line.includes('404'));
    expect([errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
