// Pictures that are sent together are one to the other person, and each is looked at over everything.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { unroute } from '../../support/browser';
import { openPair, postsOf } from '../../support/pair';
import { choose, press } from '../../support/pictures/gallery';
import { png } from '../../support/pictures/photos';
import { closeDialog, say } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const picture = (name: string, width: number, height: number) => ({
  name: `${name}.png`,
  mimeType: 'image/png',
  buffer: png({ width, height, hasMetadata: false }),
});

/** The picture is pulled aside by a finger, so far that its neighbour comes. */
const swipe = async (page: Page, by_px: number) => {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: x === undefined ? [] : [{ x, y: 400 }],
    });
  await touch('touchStart', 600);
  for (const part of [0.3, 0.6, 1]) await touch('touchMove', 600 + by_px * part);
  await touch('touchEnd');
  await devtools.detach();
};

test.skipIf(!hasBrowser)(
  'pictures sent together are one album, in which a broken one fails alone, and are leafed through',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    const posts = postsOf(alice);
    const broken = await (async () => {
      let asked = 0;
      await bob.route('**/api/v1/files/*', (route) => {
        asked += 1;
        return asked === 2 ? route.fulfill({ status: 404, body: '{}' }) : route.continue();
      });
      return () => asked;
    })();
    await choose(alice, [
      picture('one', 300, 200),
      picture('two', 200, 300),
      picture('three', 300, 300),
    ]);
    await alice.locator('.attachments li').nth(2).waitFor();
    await alice.getByRole('textbox', { name: 'Message' }).fill('by the lake');
    await press(alice, 'Send');
    const album = bob.getByRole('group', { name: 'Album of 3' });
    await album.waitFor();
    // One bubble with one caption, of three messages.
    await bob.locator('.bubble .text').getByText('by the lake', { exact: true }).waitFor();
    await soon(async () => expect(await bob.locator('.bubble').count()).toBe(1));
    await alice.getByRole('group', { name: 'Album of 3' }).waitFor();
    expect(posts.map(({ message_type }) => message_type)).toEqual(['image', 'image', 'image']);
    // The one that did not come keeps its place, and comes when it is asked for again.
    const again = album.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await album.locator('.picture img:not(.thumbnail)').nth(1).waitFor();
    await soon(async () => expect(await album.locator('.album-tile').count()).toBe(3));
    expect(broken()).toBeGreaterThanOrEqual(3);
    await unroute(bob);
    await again.click();
    await album.locator('.picture img:not(.thumbnail)').nth(2).waitFor();
    await soon(async () => expect(await again.count()).toBe(0));

    await say(alice, 'and one more');
    await choose(alice, [picture('four', 120, 90)]);
    await press(alice, 'Send');
    await bob.locator('.picture').nth(3).waitFor();
    const viewer = bob.locator('.viewer');
    const sees = (name: string) => viewer.getByRole('img', { name: `${name}.png` }).waitFor();
    await album.locator('.picture').first().click();
    await sees('one');
    await viewer.getByText('alice', { exact: true }).waitFor();
    await viewer.getByText('by the lake', { exact: true }).waitFor();
    await bob.keyboard.press('ArrowRight');
    await sees('two');
    await bob.keyboard.press('ArrowRight');
    await bob.keyboard.press('ArrowRight');
    await sees('four');
    await soon(async () =>
      expect(await viewer.getByRole('button', { name: 'Next' }).count()).toBe(0),
    );
    await swipe(bob, 200);
    await sees('three');
    await swipe(bob, -200);
    await sees('four');
    await bob.keyboard.press('+');
    await bob.waitForFunction(() =>
      document.querySelector('.viewer img')?.getAttribute('style')?.includes('scale(1.5)'),
    );
    // What is answered is quoted below.
    await viewer.getByRole('button', { name: 'Reply' }).click();
    await bob.locator('.composer-context').getByText('Reply to alice').waitFor();
    await bob.locator('.viewer').waitFor({ state: 'detached' });
    await album.locator('.picture').nth(1).click();
    await sees('two');
    await viewer.getByRole('button', { name: 'Delete for me' }).click();
    await sees('three');
    await closeDialog(bob);
    await bob.getByRole('group', { name: 'Album of 2' }).waitFor();
    for (const browser of [alices, bobs]) {
      expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
      expect(browser.outside).toEqual([]);
    }
  },
  300_000,
);
