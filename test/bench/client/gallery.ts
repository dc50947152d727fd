// Pictures in headless Chromium: a conversation of 500 pictures opened beside one of 500 texts, what is
// fetched by that, the frames while one scrolls through them, and the gallery of 5,000.
// `bun test/bench/client/gallery.ts [pictures] [seconds]`
import { createHash, randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { writeArchive } from '../../support/data/archive';
import { sealWhole } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import type { Person } from '../../support/person';
import { befriend, login, register } from '../../support/person';
import { jpeg } from '../../support/pictures/photos';
import { enter, signUp } from '../../support/screen';
import { median, quantile, say } from '../measure';

const many = Number(process.argv[2] ?? 5_000);
const seconds = Number(process.argv[3] ?? 5);
const few = 500;
const opens = 7;
const gallery_opens = 5;
const wheel_px = 240;
const [width, height] = [1_600, 1_067];

await using server = await startExecutable({ env: { CHAT8_USER_QUOTA: '4G' } });
await using browser = await openBrowser();
const page = await browser.page();
await enter(await signUp(page, server.url, 'alice'));
const alice = await login(server.url, 'alice');
const photo = await jpeg({ width, height, hasMetadata: false });
const small = await new Bun.Image(photo).resize(40, 27).webp({ quality: 50 }).bytes();
const preview = `data:image/webp;base64,${Buffer.from(small).toString('base64')}`;

/** The same photo under a key and an id of its own. */
const upload = async (from: Person) => {
  const key = randomBytes(32).toString('base64url');
  const form = new FormData();
  form.set('receiver_id', String(alice.id));
  form.set('file', new Blob([new Uint8Array(sealWhole(key, photo))]), 'blob');
  const { file_id } = (await from.post('/upload/file', form)).body.data;
  const sha256 = createHash('sha256').update(photo).digest('base64url');
  const about = { name: 'walk.jpg', type: 'image/jpeg', size: photo.length, sha256 };
  return { id: file_id as string, inside: { key, ...about, preview, width, height } };
};

const friendWith = async (name: string, count: number, files: number) => {
  const from = await register(server.url, name);
  await befriend(from, alice);
  const all: Awaited<ReturnType<typeof upload>>[] = [];
  for (let at = 0; at < files; at += 1) all.push(await upload(from));
  const file = (number: number) => all[number % all.length];
  await writeArchive({ data: server.data, from, to: alice, count, file });
};
await friendWith('texts', few, 0);
await friendWith('photos', few, few);
await friendWith('years', many, few);

let fetched = 0;
page.on('request', (request) => {
  if (request.url().includes('/api/v1/files/')) fetched += 1;
});

/** From the press on a conversation, with nothing of it known, to its newest message on screen. */
const open = async (name: string): Promise<number> => {
  await page.reload();
  await page.locator('.row', { hasText: name }).waitFor();
  return page.evaluate(
    async ([friend, last]) => {
      const row = [...document.querySelectorAll<HTMLElement>('.row')].find((each) =>
        each.textContent?.includes(friend),
      );
      const started = performance.now();
      row?.click();
      const isShown = () =>
        [...document.querySelectorAll('.message-list .text')].at(-1)?.textContent === last;
      while (!isShown()) await new Promise(requestAnimationFrame);
      return performance.now() - started;
    },
    [name, `message ${few}`] as const,
  );
};

const times: Record<'texts' | 'photos', number[]> = { texts: [], photos: [] };
const asked: number[] = [];
for (let at = 0; at < opens; at += 1) {
  times.texts.push(await open('texts'));
  fetched = 0;
  times.photos.push(await open('photos'));
  await page.locator('.picture img:not(.thumbnail)').last().waitFor();
  await Bun.sleep(500);
  asked.push(fetched);
}
const [texts, photos] = [median(times.texts), median(times.photos)];
say(
  `open: ${photos.toFixed(0)} ms of ${few} pictures, ${texts.toFixed(0)} ms of ${few} texts, ratio ` +
    `${(photos / texts).toFixed(2)} (target ≤ 1.00); at most ${Math.max(...asked)} pictures fetched`,
);

/** The frames while the wheel turns, in ms each. */
const scroll = async (on: Page, list: string, delta: number): Promise<number[]> => {
  await on.locator(list).hover();
  await on.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const frame = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) await on.mouse.wheel(0, delta);
  const frames = await on.evaluate(() => (window as unknown as { frames: number[] }).frames);
  return frames.slice(2);
};

const told = (name: string, frames: number[]) =>
  say(
    `${name}: ${frames.length} frames, p50 ${quantile(frames, 0.5).toFixed(0)} ms, p99 ` +
      `${quantile(frames, 0.99).toFixed(0)} ms, longest ${Math.max(...frames).toFixed(0)} ms, ` +
      `${frames.filter((ms) => ms > 50).length} above 50 ms (target: none)`,
  );
told('scrolling through pictures', await scroll(page, '.message-list', -wheel_px));

const gallery: number[] = [];
for (let at = 0; at < gallery_opens; at += 1) {
  await page.reload();
  await page.locator('.row', { hasText: 'years' }).click();
  await page.locator('.picture img:not(.thumbnail)').last().click();
  const button = page.locator('.viewer').getByRole('button', { name: 'Media, files and links' });
  await button.waitFor();
  gallery.push(
    await button.evaluate(async (each: HTMLElement) => {
      const started = performance.now();
      each.click();
      // A screen of them, drawn.
      const isShown = () => document.querySelectorAll('.gallery-tile img').length >= 20;
      while (!isShown()) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - started;
    }),
  );
}
say(
  `gallery of ${many} pictures: a screen after ${median(gallery).toFixed(0)} ms, at most ` +
    `${Math.max(...gallery).toFixed(0)} ms (target < 300)`,
);
told('scrolling through the gallery', await scroll(page, '.gallery-list', wheel_px));
const drawn = await page.locator('.gallery-tile').count();
say(`${drawn} of them are in the page at once`);
