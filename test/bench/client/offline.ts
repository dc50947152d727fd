// A device that keeps a long conversation, in headless Chromium: how long it takes to fill, how soon it
// opens without a network at a quarter of the speed, and what that costs in memory.
// `bun test/bench/client/offline.ts [messages]`
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { writeArchive } from '../../support/data/archive';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { enter, signUp } from '../../support/screen';
import { median, say } from '../measure';

const many = Number(process.argv[2] ?? 100_000);
const opens = 5;

await using server = await startExecutable();

const kept = (page: Page, user_id: number) =>
  page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const database = request.result;
          if (!database.objectStoreNames.contains('messages')) {
            database.close();
            return resolve(0);
          }
          const count = database.transaction('messages').objectStore('messages').count();
          count.onsuccess = () => {
            database.close();
            resolve(count.result);
          };
          return undefined;
        };
      }),
    `chat8 offline ${user_id}`,
  );

const heapOf = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
};

/** Somebody with so many messages, all of them kept. */
const prepare = async (name: string, count: number) => {
  const browser = await openBrowser('en-US', undefined, 'allow');
  const page = await browser.page();
  await enter(await signUp(page, server.url, name));
  const me = await login(server.url, name);
  const friend = await register(server.url, `${name}s-friend`);
  await befriend(friend, me);
  await writeArchive({ data: server.data, from: friend, to: me, count });
  const began = performance.now();
  await page.reload();
  await page.locator('.row', { hasText: friend.username }).waitFor();
  while ((await kept(page, me.id)) < count) await Bun.sleep(500);
  say(`${count} messages kept after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return { browser, page, session };
};

/** Milliseconds from the reload, without a network, to the newest message in the list. */
const opened = async ({ page, session, browser }: Awaited<ReturnType<typeof prepare>>) => {
  const times: number[] = [];
  await browser.context.setOffline(true);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  for (let turn = 0; turn < opens; turn += 1) {
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.row .row-text, .row').first().waitFor();
    times.push(await page.evaluate(() => performance.now()));
  }
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await browser.context.setOffline(false);
  return median(times);
};

const few = await prepare('alice', 30);
const long = await prepare('carol', many);
const [heapFew, heapLong] = [await heapOf(few.session), await heapOf(long.session)];
say(
  `memory with ${many} kept ${heapLong.toFixed(1)} MB, with 30 ${heapFew.toFixed(1)} MB: ` +
    `${(heapLong - heapFew).toFixed(1)} MB more (target < 40)`,
);
const [first, second] = [await opened(few), await opened(long)];
say(
  `opens offline at a quarter of the speed in ${second.toFixed(0)} ms with ${many} kept, ` +
    `${first.toFixed(0)} ms with 30 (target < 1000)`,
);
await few.browser[Symbol.asyncDispose]();
await long.browser[Symbol.asyncDispose]();
