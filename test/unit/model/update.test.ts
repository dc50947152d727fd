// A page of an older build takes up the newer one when nobody looks and nothing can be lost.
import { expect, test } from 'bun:test';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { createUpdate } from '../../../src/web/model/ui/update';
import { openTab } from '../../support/fake-client';
import { fakeBrowser, fakeClock, fakeTab, fakeTexts } from '../../support/fake-parts';
import { BOB, fakeServer } from '../../support/fake-server';

const open = () => {
  const clock = fakeClock();
  const tab = fakeTab();
  const state = { isBusy: false, kept: 0 };
  const tabTexts = fakeTexts();
  const begin = () =>
    createUpdate({
      build: 'old',
      clock,
      tab: tab.part,
      tabStore: createLocalStore(tabTexts),
      isBusy: () => state.isBusy,
      serviceWorkers: {
        async register() {
          state.kept += 1;
        },
      },
    });
  return { clock, tab, state, begin, update: begin() };
};

test('a page that nobody sees reloads once for a newer build, whichever builds follow by turns', async () => {
  const { clock, tab, state, update, begin } = open();
  tab.isVisible = false;
  update.serverHas('old');
  await clock.pass(60_000);
  expect([tab.reloads, state.kept]).toEqual([0, 0]);
  update.serverHas('new');
  expect(state.kept).toBe(1);
  await clock.pass(60_000);
  expect(tab.reloads).toBe(1);
  // What was loaded is the old one again: a proxy in front has both.
  const again = begin();
  again.serverHas('new');
  await clock.pass(600_000);
  expect(tab.reloads).toBe(1);
});

test('a page that is looked at, is busy, or records, stays until it is not', async () => {
  const { clock, tab, state, update } = open();
  update.serverHas('new');
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  tab.isVisible = false;
  state.isBusy = true;
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  const release = update.hold();
  const other = update.hold();
  state.isBusy = false;
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  release();
  release();
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  other();
  await clock.pass(60_000);
  expect(tab.reloads).toBe(1);
});

test('a server that says nothing, or an earlier one that knows no builds, changes nothing', async () => {
  const { clock, tab, state, update } = open();
  tab.isVisible = false;
  update.serverHas('');
  await clock.pass(600_000);
  expect([tab.reloads, state.kept]).toEqual([0, 0]);
});

test('a page whose browser keeps nothing does not reload over what somebody has typed', async () => {
  const server = fakeServer();
  const openSocket: typeof server.openSocket = (path, events) =>
    server.openSocket(path, {
      ...events,
      frame: (text) => events.frame(text.replace('"resumed"', '"build":"newer","resumed"')),
    });
  const { app, clock, tab } = await openTab({ ...server, openSocket }, fakeBrowser(null));
  await app.drafts.write(`${BOB}`, 'half a thought');
  tab.isVisible = false;
  await clock.pass(60_000);
  expect(tab.reloads).toBe(0);
  await app.drafts.write(`${BOB}`, '');
  await clock.pass(60_000);
  expect(tab.reloads).toBe(1);
});
