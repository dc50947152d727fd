// A message under a finger: swiped to answer it, held to lift it with its menu.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { soon } from '../../support/scratch';
import { enter, openChat, signUp } from '../../support/screen';

/** One finger, from where it is put down; `lift` ends it. */
const finger = async (page: Page, x: number, y: number) => {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: string, at?: { x: number; y: number }) =>
    devtools.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: at ? [at] : [],
    });
  await touch('touchStart', { x, y });
  return {
    move: (dx: number, dy: number) => touch('touchMove', { x: x + dx, y: y + dy }),
    lift: () => touch('touchEnd'),
  };
};

test.skipIf(!isAvailable('chromium'))(
  'a swipe answers, a scroll does not; a message that is held is lifted with its menu',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };
    const context = await browser.context.browser()?.newContext({ ...phone, locale: 'en-US' });
    if (!context) throw new Error('no browser of its own');
    const page = await context.newPage();
    await enter(await signUp(page, server.url, 'alice'));
    const alice = await login(server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    await bob.says(alice, 'swipe me');
    await openChat(page, 'bob');
    const body = page.locator('.bubble .body', { hasText: 'swipe me' });
    await body.waitFor();
    const middle = async (): Promise<[number, number]> => {
      await (await body.elementHandle())?.waitForElementState('stable');
      const box = (await body.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = await middle();

    const scrolling = await finger(page, x, y);
    for (const by of [10, 30, 60, 90]) await scrolling.move(by / 4, by);
    await scrolling.lift();
    const short = await finger(page, x, y);
    for (const by of [10, 20, 40]) await short.move(by, 0);
    await short.lift();
    const context_line = page.locator('.composer-context');
    await soon(async () => expect(await context_line.count()).toBe(0));
    const far = await finger(page, x, y);
    for (const by of [10, 30, 60, 90]) await far.move(by, 1);
    await far.lift();
    await context_line.getByText('Reply to bob').waitFor();

    // The list stands higher by now. The finger that goes presses nothing in the menu below it.
    const held = await finger(page, ...(await middle()));
    await page.locator('.lifted-frame', { hasText: 'swipe me' }).waitFor();
    await held.lift();
    await page.locator('.menu').getByRole('button', { name: 'Select' }).waitFor();
    // It stands above its menu.
    await soon(async () => {
      const [picture, menu] = await Promise.all(
        ['.lifted-frame', '.menu'].map((name) => page.locator(name).boundingBox()),
      );
      expect((picture?.y ?? Number.NaN) + (picture?.height ?? 0)).toBeLessThan(menu?.y ?? 0);
    });
    await page.locator('.menu').getByRole('button', { name: 'React ❤️' }).tap();
    await page.locator('.lifted').waitFor({ state: 'detached' });
    await page.locator('.reactions', { hasText: '❤️' }).waitFor();
    await body.waitFor();
    await context.close();
  },
  300_000,
);
