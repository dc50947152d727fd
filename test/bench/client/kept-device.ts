// A device in headless Chromium that keeps long conversations, for the benchmarks of what it keeps.
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { writeArchive } from '../../support/data/archive';
import type { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { enter, signUp } from '../../support/screen';
import { say } from '../measure';

type Server = Awaited<ReturnType<typeof startExecutable>>;

/** How many messages lie on the device of this person. */
export const keptOf = (page: Page, user_id: number): Promise<number> =>
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

/** More may be kept than by default. */
const keepMore = (page: Page, user_id: number, most: number): Promise<void> =>
  page.evaluate(
    ([name, count]) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const database = request.result;
          const change = database.transaction('meta', 'readwrite');
          change.objectStore('meta').put(count, 'most');
          change.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    [`chat8 offline ${user_id}`, most] as const,
  );

interface Wanted {
  name: string;
  /** Messages of each conversation. */
  counts: number[];
  /** Goes on once so many are kept, while the others still come. */
  kept: number;
  /** Of the message with that number of a conversation, the oldest 1. */
  text?: (number: number) => string;
}

/** Somebody with so many messages on the server, and so many of them on the device. */
export const openDevice = async (server: Server, { name, counts, kept, text }: Wanted) => {
  const browser = await openBrowser('en-US', undefined, 'allow');
  const page = await browser.page();
  await enter(await signUp(page, server.url, name));
  const me = await login(server.url, name);
  for (const [at, count] of counts.entries()) {
    const from = await register(server.url, `${name}-friend-${at + 1}`);
    await befriend(from, me);
    await writeArchive({ data: server.data, from, to: me, count, ...(text ? { text } : {}) });
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all > kept) await keepMore(page, me.id, all);
  const began = performance.now();
  await page.reload();
  await page.locator('.row').first().waitFor();
  while ((await keptOf(page, me.id)) < kept) await Bun.sleep(500);
  say(`${kept} messages kept after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return { browser, page, session, me };
};

export type Device = Awaited<ReturnType<typeof openDevice>>;

/** Asks each worker of the page, through the page's session. */
const createWorkers = async (session: CDPSession) => {
  const sessions: string[] = [];
  const answers = new Map<string, (result: { usedSize?: number }) => void>();
  session.on('Target.attachedToTarget', ({ sessionId }) => sessions.push(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result: object };
    if (id !== undefined) answers.get(`${sessionId} ${id}`)?.(result);
  });
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await session.send('Target.setAutoAttach', autoAttach);
  let last = 0;
  const ask = (sessionId: string, method: string) =>
    new Promise<{ usedSize?: number }>((resolve) => {
      last += 1;
      answers.set(`${sessionId} ${last}`, resolve);
      const message = JSON.stringify({ id: last, method });
      void session.send('Target.sendMessageToTarget', { sessionId, message });
    });
  return { sessions, ask };
};

/** After a collection, in MB. */
export const heapsOf = async ({ page }: Pick<Device, 'page'>) => {
  const session = await page.context().newCDPSession(page);
  const workers = await createWorkers(session);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  let ofWorkers = 0;
  for (const each of workers.sessions) {
    await workers.ask(each, 'HeapProfiler.collectGarbage');
    ofWorkers += (await workers.ask(each, 'Runtime.getHeapUsage')).usedSize ?? 0;
  }
  await session.detach();
  return { page: usedSize / 1e6, workers: ofWorkers / 1e6 };
};
