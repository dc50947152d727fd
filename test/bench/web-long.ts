// A sealed conversation of 100,000 messages in headless Chromium: opened beside one of 100, and
// scrolled far up and back. `bun test/bench/web-long.ts [messages] [seconds]`
import type { Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { writeArchive } from '../support/data/archive';
import { startExecutable } from '../support/executable';
import { befriend, login, register } from '../support/person';
import { enter, signUp } from '../support/screen';
import { median, quantile, say } from './measure';

const many = Number(process.argv[2] ?? 100_000);
const seconds = Number(process.argv[3] ?? 6);
const few = 100;
const opens = 9;
const wheel_px = 240;

await using server = await startExecutable();
await using browser = await openBrowser();
const page = await browser.page();
await enter(await signUp(page, server.url, 'alice'));
const alice = await login(server.url, 'alice');
for (const [name, count] of [
  ['long', many],
  ['short', few],
] as const) {
  const friend = await register(server.url, name);
  await befriend(friend, alice);
  await writeArchive({ data: server.data, from: friend, to: alice, count });
}

/** From the press on a conversation, with nothing of it known, to its newest message on screen. */
const open = async (name: string, count: number): Promise<number> => {
  await page.reload();
  await page.locator('.row', { hasText: name }).waitFor();
  return page.evaluate(
    async ([friend, text]) => {
      const row = [...document.querySelectorAll<HTMLElement>('.row')].find((each) =>
        each.textContent?.includes(friend),
      );
      const started = performance.now();
      row?.click();
      const isShown = () =>
        [...document.querySelectorAll('.message-list .text')].at(-1)?.textContent === text;
      while (!isShown()) await new Promise(requestAnimationFrame);
      return performance.now() - started;
    },
    [name, `message ${count}`] as const,
  );
};

const times: Record<'long' | 'short', number[]> = { long: [], short: [] };
for (let i = 0; i < opens; i += 1) {
  times.short.push(await open('short', few));
  times.long.push(await open('long', many));
}
const [long, short] = [median(times.long), median(times.short)];
say(
  `open: ${long.toFixed(0)} ms of ${many} messages, ${short.toFixed(0)} ms of ${few}, ` +
    `ratio ${(long / short).toFixed(2)} (target ≤ 1.50)`,
);

/** The frames while the wheel turns, in ms each, and how many messages went by. */
const scroll = async (on: Page, delta: number) => {
  await on.locator('.message-list').hover();
  await on.evaluate(() => {
    const frames: number[] = [];
    const seen = new Set<string>();
    Object.assign(window, { frames, seen });
    let last = performance.now();
    const frame = (now: number) => {
      frames.push(now - last);
      last = now;
      for (const { dataset } of document.querySelectorAll<HTMLElement>('.message-item')) {
        seen.add(dataset.id ?? '');
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const until = Date.now() + seconds * 1_000;
  while (Date.now() < until) await on.mouse.wheel(0, delta);
  return on.evaluate(() => {
    const { frames, seen } = window as unknown as { frames: number[]; seen: Set<string> };
    return { frames: frames.slice(2), seen: seen.size };
  });
};

const visited = [await scroll(page, -wheel_px), await scroll(page, wheel_px)];
const frames = visited.flatMap((each) => each.frames);
const slow = frames.filter((ms) => ms > 50).length;
const shown = await page.locator('.bubble').count();
say(
  `scroll: p50 ${median(frames).toFixed(1)} ms, p99 ${quantile(frames, 0.99).toFixed(1)} ms, ` +
    `longest ${Math.max(...frames).toFixed(1)} ms a frame, ${slow} of ${frames.length} over 50 ` +
    `(target 0), through ${visited[0]?.seen} messages up and ${visited[1]?.seen} down; ` +
    `${shown} on the page`,
);
const unopened = await page.locator('.message-list').getAttribute('data-unopened');
say(`undecryptable: ${unopened} (target 0)`);
