// A device that keeps a long conversation, in headless Chromium: how long it takes to fill, how soon it
// opens without a network at a quarter of the speed, and what that costs in memory: of the page, of its
// workers, and of the database. `bun test/bench/client/offline.ts [messages]`
import { startExecutable } from '../../support/executable';
import { median, say } from '../measure';
import type { Device } from './kept-device';
import { heapsOf, openDevice } from './kept-device';

const many = Number(process.argv[2] ?? 100_000);
const opens = 5;

await using server = await startExecutable();

/** Somebody with so many messages, all of them kept. */
const prepare = (name: string, count: number) =>
  openDevice(server, { name, counts: [count], kept: count });

/** Milliseconds from the reload, without a network, to the newest message in the list. */
const opened = async ({ page, session, browser }: Device) => {
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

/** What the browser says of this origin's databases. */
const databaseOf = async ({ session }: Device): Promise<number> => {
  const { usageBreakdown } = await session.send('Storage.getUsageAndQuota', {
    origin: server.url,
  });
  return (usageBreakdown.find(({ storageType }) => storageType === 'indexeddb')?.usage ?? 0) / 1e6;
};

const shown = ({ page, workers }: Awaited<ReturnType<typeof heapsOf>>) =>
  `${(page + workers).toFixed(1)} MB (page ${page.toFixed(1)}, workers ${workers.toFixed(1)})`;

const few = await prepare('alice', 30);
const long = await prepare('carol', many);
const [heapFew, heapLong] = [await heapsOf(few), await heapsOf(long)];
const sum = ({ page, workers }: typeof heapFew) => page + workers;
say(
  `memory with ${many} kept ${shown(heapLong)}, with 30 ${shown(heapFew)}: ` +
    `${(sum(heapLong) - sum(heapFew)).toFixed(1)} MB more (target < 40)`,
);
for (const { page } of [few, long]) {
  await page.getByRole('searchbox').fill('message 1');
  await page.locator('.row.found').first().waitFor();
  // Found nowhere: every text is opened.
  await page.getByRole('searchbox').fill('message nowhere');
  await page.getByText('No message has that.').waitFor();
}
const [searchFew, searchLong] = [await heapsOf(few), await heapsOf(long)];
say(
  `while all of it is searched ${shown(searchLong)}, of 30 ${shown(searchFew)}: ` +
    `${(sum(searchLong) - sum(searchFew)).toFixed(1)} MB more (target < 40)`,
);
say(
  `databases on the disk: ${(await databaseOf(long)).toFixed(1)} MB, ` +
    `with 30 ${(await databaseOf(few)).toFixed(1)} MB`,
);
const [first, second] = [await opened(few), await opened(long)];
say(
  `opens offline at a quarter of the speed in ${second.toFixed(0)} ms with ${many} kept, ` +
    `${first.toFixed(0)} ms with 30 (target < 1000)`,
);
await few.browser[Symbol.asyncDispose]();
await long.browser[Symbol.asyncDispose]();
