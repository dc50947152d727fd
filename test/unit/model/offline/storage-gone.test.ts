// A browser that gives no database, or takes away what it gave: the client works, says what is not so any
// more, and builds it again; and a clock that is far off changes no order.
import { expect, test } from 'bun:test';
import { deleteDB } from 'idb';
import { openBob, openTab, previewOf, say, textsOf } from '../../../support/fake-client';
import { fakeBrowser, fakeClock } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../../support/fake-server';
import { openKeepingBrowser, written } from '../../../support/keeping-browser';

test('a browser that gives no database works online, and says that nothing is kept', async () => {
  const server = fakeServer();
  server.says('one');
  const { app } = await openTab(server, fakeBrowser());
  expect(app.offline.trouble.value).toBe('missing');
  await openBob(app);
  await say(app, 'two');
  expect(textsOf(app)).toEqual(['one', 'two']);
  await app.search.ask({ text: 'one' });
  expect([app.search.isPossible(), app.search.found.value]).toEqual([false, []]);
});

test('what the browser took away in use is claimed no more, and is there again at the next start', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 4; number += 1) server.says(`tea ${number}`);
  const first = await openKeepingBrowser(server);
  const { app, clock, stores, look } = first;
  await clock.pass(2_000);
  await written(clock);
  expect(await app.offline.searchedBack(null)).toEqual({ since_ms: null });
  // As Safari does after seven days without a visit, and anybody who clears the data of a site.
  await deleteDB(stores.nameOf(ALICE));
  await openBob(app);
  server.says('tea 5');
  await written(clock);
  expect(textsOf(app)).toContain('tea 5');
  expect(await app.offline.searchedBack(null)).toBeNull();
  await app.search.ask({ text: 'tea' }).catch(() => {});
  expect(app.search.reach.value).toBeNull();
  const later = await openTab(server, { ...fakeBrowser(first.browser.store, stores) }, clock);
  await clock.pass(2_000);
  await written(clock);
  expect((await look()).ids).toEqual([5, 4, 3, 2, 1]);
  expect(later.app.offline.trouble.value).toBeNull();
  expect(await later.app.offline.searchedBack(BOB)).toEqual({ since_ms: null });
});

test('with a clock that is ten years off, and moves, all stands and goes in the order in which it was written', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  let off_ms = 10 * 365 * 86_400_000;
  const { now } = fakeClock();
  clock.now = () => now() + off_ms;
  server.says('one');
  await openBob(app);
  server.disconnect(true);
  await say(app, 'two');
  off_ms = -off_ms;
  await say(app, 'three');
  off_ms = 0;
  await clock.pass(6_000);
  await written(clock);
  expect(server.messages()).toHaveLength(3);
  server.says('four');
  await written(clock);
  expect(textsOf(app)).toEqual(['one', 'two', 'three', 'four']);
  expect((await look()).ids).toEqual([4, 3, 2, 1]);
  expect(previewOf(app)?.preview?.text).toBe('four');
});
