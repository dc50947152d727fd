// A page that could not write what it keeps tries again by itself: nothing of what came meanwhile is
// missing then, without a reload.
import { expect, test } from 'bun:test';
import { openConnection } from '../../../../src/web/model/store/offline/connection';
import type { OfflineStore } from '../../../../src/web/model/store/offline/store';
import { openOfflineStore } from '../../../../src/web/model/store/offline/store';
import { openBob, openTab, say, textsOf } from '../../../support/fake-client';
import { fakeBrowser, type fakeClock } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';
import { written } from '../../../support/keeping-browser';

type Trouble = (name: keyof OfflineStore) => Error | undefined;

const failure = (name: string) => new DOMException('the disk', name);

/** Alice's browser, whose database fails as `trouble` says. */
const openTroubled = async () => {
  const stores = fakeStores();
  const real = await openOfflineStore(stores.nameOf(ALICE));
  const trouble: { now: Trouble } = { now: () => undefined };
  const calls = (name: keyof OfflineStore) => {
    const act = real[name] as (...args: unknown[]) => Promise<unknown>;
    return async (...args: unknown[]) => {
      const error = trouble.now(name);
      if (error) throw error;
      return act(...args);
    };
  };
  const troubled = { ...real, write: calls('write'), takeTerm: calls('takeTerm') } as OfflineStore;
  const browser = fakeBrowser(undefined, { ...stores, openOfflineStore: async () => troubled });
  await browser.device.put(`store key ${ALICE}`, {});
  const ids = async () => (await real.next(BOB, { limit: 99 })).map(({ id }) => id);
  return { browser, real, trouble, ids };
};

const minutes = async (clock: ReturnType<typeof fakeClock>, count: number): Promise<void> => {
  await clock.pass(count * 60_000);
  await written(clock);
};

test('a write that failed once is made up for a moment later, with what came meanwhile', async () => {
  const { browser, trouble, ids } = await openTroubled();
  const server = fakeServer();
  const { app, clock } = await openTab(server, browser);
  server.says('one');
  await written(clock);
  expect(await ids()).toEqual([1]);
  let times = 0;
  trouble.now = (name) => {
    if (name !== 'write' || times > 0) return undefined;
    times += 1;
    return failure('UnknownError');
  };
  server.says('two');
  await written(clock);
  server.says('three');
  await openBob(app);
  await say(app, 'four');
  await minutes(clock, 1);
  server.says('five');
  await written(clock);
  expect(await ids()).toEqual([5, 4, 3, 2, 1]);
  await app.search.ask({ text: 'four' });
  expect(app.search.found.value.map(({ item }) => item.text)).toEqual(['four']);
});

test('a browser that has no room for an hour keeps all again once there is some, and it is said once', async () => {
  const { browser, trouble, ids } = await openTroubled();
  trouble.now = () => failure('QuotaExceededError');
  const server = fakeServer();
  server.says('one');
  const { app, clock } = await openTab(server, browser);
  await written(clock);
  expect(app.offline.trouble.value).toBe('full');
  app.offline.dismiss();
  server.says('two');
  await minutes(clock, 60);
  expect([app.offline.trouble.value, await ids()]).toEqual([null, []]);
  trouble.now = () => undefined;
  await minutes(clock, 2);
  await openBob(app);
  server.says('three');
  await minutes(clock, 1);
  expect(textsOf(app)).toEqual(['one', 'two', 'three']);
  expect(await ids()).toEqual([3, 2, 1]);
});

test('what the browser emptied while the page is open is filled again by the same page', async () => {
  const { browser, real, ids } = await openTroubled();
  const server = fakeServer();
  server.says('one');
  server.says('two');
  const { clock } = await openTab(server, browser);
  await minutes(clock, 1);
  expect(await ids()).toEqual([2, 1]);
  await real.clearAll(true);
  server.says('three');
  await minutes(clock, 2);
  expect(await ids()).toEqual([3, 2, 1]);
  expect(await real.meta('me')).toBeDefined();
});

test('a connection that fails in the middle is opened again, and the next write goes through', async () => {
  const connection = await openConnection(`recovery ${crypto.randomUUID()}`);
  let times = 0;
  const count = await connection.run(async (database) => {
    times += 1;
    // As Safari says it of every request once its own process is gone.
    if (times === 1) throw failure('UnknownError');
    return database.count('messages');
  });
  expect([times, count]).toEqual([2, 0]);
  connection.close();
});

test('a tab that leads no more does not write again after a failure', async () => {
  const { browser, real, ids } = await openTroubled();
  const server = fakeServer();
  const { clock } = await openTab(server, browser);
  await written(clock);
  // Another one took over, which this one has not heard.
  await real.takeTerm();
  server.says('one');
  await minutes(clock, 5);
  expect(await ids()).toEqual([]);
});
