// What a finger does: a message is swiped to answer it and held to lift it with its menu, a row of the
// list is swiped to see what can be done with it, and a picture is pinched, copied and passed on.
import { expect, test } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser, watchContext } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import type { Person } from '../../support/person';
import { befriend, register } from '../../support/person';
import { jpeg } from '../../support/pictures/photos';
import { openChat } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** Alice at her phone, and her friends, who use the API alone. */
const openPhone = async (...names: string[]) => {
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startExecutable());
  const browser = opening.use(await openBrowser());
  const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };
  const context = await browser.context
    .browser()
    ?.newContext({ ...phone, locale: 'en-US', serviceWorkers: 'block' });
  if (!context) throw new Error('no browser of its own');
  opening.defer(() => context.close());
  const { errors, page: newPage } = await watchContext(context);
  const page = await newPage();
  const alice = await arrive(page, server.url, 'alice');
  const friends: Person[] = [];
  for (const name of names) {
    const friend = await register(server.url, name);
    await befriend(friend, alice);
    friends.push(friend);
  }
  const opened = opening.move();
  return { page, alice, friends, errors, [Symbol.asyncDispose]: () => opened.disposeAsync() };
};

type Point = readonly [x: number, y: number];

/**
 * Each point is a finger. What is sent is on its way at once: a pause would be a long press. A browser
 * takes a tap right after a stroke for one that stops it, so buttons are pressed by the mouse.
 */
const touches = async (page: Page) => {
  const devtools = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  return {
    hold: (...points: Point[]) => send('touchStart', points),
    lift: () => send('touchEnd', []),
    stroke: (...steps: Point[][]) =>
      Promise.all([
        ...steps.map((points, at) => send(at === 0 ? 'touchStart' : 'touchMove', points)),
        send('touchEnd', []),
      ]),
  };
};

/** Where it is, once it moves no more. */
const middleOf = async (place: Locator): Promise<Point> => {
  await (await place.elementHandle())?.waitForElementState('stable');
  const box = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [box.x + box.width / 2, box.y + box.height / 2];
};

/** From there on by these steps, in pixels. */
const along = ([x, y]: Point, ...steps: Point[]): Point[][] =>
  [[0, 0] as const, ...steps].map(([dx, dy]) => [[x + dx, y + dy]]);

test.skipIf(!hasBrowser)(
  'a swipe answers, a scroll does not; a message that is held is lifted with its menu',
  async () => {
    await using phone = await openPhone('bob');
    const {
      page,
      alice,
      friends: [bob],
    } = phone;
    await bob?.says(alice, 'swipe me');
    await openChat(page, 'bob');
    const body = page.locator('.bubble .body', { hasText: 'swipe me' });
    await body.waitFor();
    const finger = await touches(page);
    const at = await middleOf(body);
    await finger.stroke(...along(at, [3, 10], [8, 30], [15, 60], [22, 90]));
    await finger.stroke(...along(at, [10, 0], [20, 0], [40, 0]));
    const context_line = page.locator('.composer-context');
    await soon(async () => expect(await context_line.count()).toBe(0));
    await finger.stroke(...along(at, [10, 1], [30, 1], [60, 1], [90, 1]));
    await context_line.getByText('Reply to bob').waitFor();

    // The list stands higher by now. The finger that goes presses nothing in the menu below it.
    await finger.hold(await middleOf(body));
    await page.locator('.lifted-frame', { hasText: 'swipe me' }).waitFor();
    await finger.lift();
    await page.locator('.menu').getByRole('button', { name: 'Select' }).waitFor();
    // It stands above its menu.
    await soon(async () => {
      const [picture, menu] = await Promise.all(
        ['.lifted-frame', '.menu'].map((name) => page.locator(name).boundingBox()),
      );
      expect((picture?.y ?? Number.NaN) + (picture?.height ?? 0)).toBeLessThan(menu?.y ?? 0);
    });
    await page.locator('.menu').getByRole('button', { name: 'React ❤️' }).click();
    await page.locator('.lifted').waitFor({ state: 'detached' });
    await page.locator('.reactions', { hasText: '❤️' }).waitFor();
    await body.waitFor();
    expect(phone.errors).toEqual([]);
  },
  300_000,
);

/** A picture that somebody without a key sends. */
const sendsPicture = async (from: Person, to: Person) => {
  const form = new FormData();
  const bytes = await jpeg({ width: 300, height: 200, hasMetadata: false });
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'lake.jpg');
  form.append('receiver_id', `${to.id}`);
  const { file_id } = (await from.post('/upload/file', form)).body.data;
  await from.says(to, 'lake.jpg', { message_type: 'image', file_id });
};

interface Handed {
  copied: { type: string; size: number[] }[];
  shared: string[];
}

/** What the page hands to other programs is written down; who is asked whom to share with says no at first. */
const watchHandedOut = (page: Page) =>
  page.addInitScript(() => {
    const handed: Handed = { copied: [], shared: [] };
    Object.assign(window, { handed });
    navigator.clipboard.write = async ([item]) => {
      const blob = await item?.getType('image/png');
      if (!blob) return;
      const { width, height } = await createImageBitmap(blob);
      handed.copied.push({ type: blob.type, size: [width, height] });
    };
    navigator.canShare = () => true;
    navigator.share = async (data) => {
      const file = data?.files?.[0];
      handed.shared.push(`${file?.name} ${file?.type}`);
      if (handed.shared.length === 1) throw new DOMException('no', 'AbortError');
    };
  });

const handedOut = (page: Page) =>
  page.evaluate(() => (window as unknown as { handed: Handed }).handed);

test.skipIf(!hasBrowser)(
  'rows of the list are swiped to both sides, and a picture is pinched, copied and passed on',
  async () => {
    await using phone = await openPhone('bob', 'carol');
    const {
      page,
      alice,
      friends: [bob, carol],
    } = phone;
    if (!(bob && carol)) throw new Error('nobody came');
    await carol.says(alice, 'from carol');
    await sendsPicture(bob, alice);
    await watchHandedOut(page);
    await page.reload();
    const row = (text: string) => page.locator('.row', { hasText: text });
    const acts = page.locator('.row-acts');
    await row('bob').waitFor();
    const finger = await touches(page);

    // Up or down the list is scrolled, and nothing is uncovered.
    const carols = await middleOf(row('from carol'));
    await finger.stroke(...along(carols, [-10, 30], [-20, 60]));
    await finger.stroke(...along(carols, [-40, 2], [-120, 4], [-200, 4]));
    await acts.getByRole('button', { name: 'Silence' }).waitFor();
    await acts.getByRole('button', { name: 'Archive' }).click();
    await row('from carol').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Archived/ }).waitFor();
    const bobs = await middleOf(row('bob'));
    await finger.stroke(...along(bobs, [40, 2], [100, 4]));
    await acts.getByRole('button', { name: 'Mark as read' }).waitFor();
    await acts.getByRole('button', { name: 'Pin' }).click();
    await row('bob').getByText('Pinned').waitFor({ state: 'attached' });
    await soon(async () => expect(await acts.count()).toBe(0));

    await row('bob').click();
    await page.locator('.picture img:not(.thumbnail)').waitFor();
    await page.locator('.picture').click();
    const viewer = page.locator('.viewer');
    const shown = viewer.getByRole('img', { name: 'lake.jpg' });
    await shown.waitFor();
    const apart = (by: number): Point[] => [
      [195 - by, 400],
      [195 + by, 400],
    ];
    const scale = () => shown.evaluate((img) => new DOMMatrix(getComputedStyle(img).transform).a);
    await finger.stroke(apart(40), apart(60), apart(120));
    await soon(async () => expect(await scale()).toBeGreaterThan(2.5));
    await finger.stroke(apart(120), apart(60), apart(30));
    await soon(async () => expect(await scale()).toBe(1));

    await viewer.getByRole('button', { name: 'Copy picture' }).click();
    await viewer.getByText('Picture copied').waitFor();
    // Who thinks better of it hears nothing.
    for (const times of [1, 2]) {
      await viewer.getByRole('button', { name: 'Share' }).click();
      await soon(async () => expect((await handedOut(page)).shared).toHaveLength(times));
    }
    expect(await handedOut(page)).toEqual({
      copied: [{ type: 'image/png', size: [300, 200] }],
      shared: ['lake.jpg image/jpeg', 'lake.jpg image/jpeg'],
    });
    expect(phone.errors).toEqual([]);
  },
  300_000,
);
