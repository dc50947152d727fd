// What happens while a search is shown: it follows, in every tab, and claims nothing that is not so.
import { expect, test } from 'bun:test';
import { newMid } from '../../../src/web/crypto/mid';
import type { OfflineStore } from '../../../src/web/model/store/offline/store';
import { openOfflineStore } from '../../../src/web/model/store/offline/store';
import { BOB, sealedBy } from '../../support/client/fake-people';
import type { App } from '../../support/client/whole-client';
import { openTab } from '../../support/fake-client';
import { settle } from '../../support/fake-parts';
import { ALICE, fakeServer } from '../../support/fake-server';
import { openKeepingBrowser, written } from '../../support/keeping-browser';

const textsOf = ({ search }: App) => search.found.value.map(({ item }) => item.text);

/** Alice's browser with two tabs, of which the first one writes. */
const openTwoTabs = async (server = fakeServer()) => {
  const kept = await openKeepingBrowser(server);
  const second = await openTab(server, kept.browser, kept.clock);
  const follow = async () => {
    await written(kept.clock);
    await kept.clock.pass(400);
    await written(kept.clock);
  };
  return { ...kept, server, second: second.app, follow };
};

test('what arrives, is edited or deleted while results are shown changes them, in both tabs', async () => {
  const { app, second, server, follow } = await openTwoTabs();
  const first = server.says('tea at five');
  server.says('no cake');
  await follow();
  for (const each of [app, second]) await each.search.ask({ text: 'tea' });
  expect([textsOf(app), textsOf(second)]).toEqual([['tea at five'], ['tea at five']]);
  const later = server.says('more tea');
  await follow();
  for (const each of [app, second]) expect(textsOf(each)).toEqual(['more tea', 'tea at five']);
  expect(app.search.isAtWork.value).toBe(false);
  server.remove(later.id);
  await settle();
  // Before anything was written.
  for (const each of [app, second]) expect(textsOf(each)).toEqual(['tea at five']);
  await follow();
  for (const each of [app, second]) expect(textsOf(each)).toEqual(['tea at five']);
  server.changed(first.id, 'message_edited', {
    content: sealedBy(BOB, newMid(), { text: 'coffee at five', rev: 1 }, 'bob'),
    edited_at: '2026-01-03T00:00:00.000Z',
  });
  await follow();
  for (const each of [app, second]) expect(textsOf(each)).toEqual([]);
  await app.search.ask({ text: 'coffee' });
  await second.search.ask({ text: 'coffee' });
  for (const each of [app, second]) expect(textsOf(each)).toEqual(['coffee at five']);
});

test('how far back was searched is what is kept, in the tab that writes and in the other one', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 5; number += 1) server.says(`tea ${number}`);
  const { app, second, clock, tab, follow } = await openTwoTabs(server);
  for (const each of [app, second]) {
    await each.search.ask({ text: 'tea' });
    const [newest] = server.messages().slice(-1);
    expect(textsOf(each)).toEqual(['tea 5']);
    expect(each.search.reach.value).toEqual({ since_ms: Date.parse(newest?.timestamp ?? '') });
  }
  expect(tab.part.isVisible()).toBe(true);
  await clock.pass(2_000);
  await follow();
  for (const each of [app, second]) {
    expect(textsOf(each)).toEqual(['tea 5', 'tea 4', 'tea 3', 'tea 2', 'tea 1']);
    expect(each.search.reach.value).toEqual({ since_ms: null });
  }
});

test('what a reader has come down to stays there when something newer comes', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 55; number += 1) server.says(`tea ${number}`);
  const { app, clock, follow } = await openTwoTabs(server);
  await clock.pass(2_000);
  await follow();
  await app.search.ask({ text: 'tea' });
  expect([textsOf(app).length, textsOf(app).at(-1)]).toEqual([50, 'tea 6']);
  server.says('tea, the newest');
  await follow();
  expect(textsOf(app)[0]).toBe('tea, the newest');
  expect([textsOf(app).length, textsOf(app).at(-1)]).toEqual([51, 'tea 6']);
  expect(app.search.hasMore.value).toBe(true);
});

const blockOf = async (store: OfflineStore) => {
  const [key] = await store.blockKeys();
  const [block] = key ? await store.blocks([key]) : [];
  if (key === undefined || block === undefined) throw new Error('no block');
  return { key, block };
};

test('a block that is replaced between its key and its text is not taken for empty', async () => {
  const { app, browser, clock, server, stores } = await openTwoTabs();
  server.says('tea at five');
  await written(clock);
  const beside = await openOfflineStore(stores.nameOf(ALICE));
  const { key, block } = await blockOf(beside);
  const term = Number(await beside.meta('term'));
  // Another tab writes the moment after the keys were read.
  let isDue = true;
  const openStore = browser.openOfflineStore;
  const later = await openTab(
    server,
    {
      ...browser,
      async openOfflineStore(user_id: number) {
        const store = await openStore(user_id);
        return {
          ...store,
          async blockKeys() {
            const keys = await store.blockKeys();
            if (isDue && keys.length > 0) {
              isDue = false;
              const grown = { ...block, count: block.count + 1 };
              await beside.write({ goneBlocks: [key], blocks: [grown] }, term);
            }
            return keys;
          },
        };
      },
    },
    clock,
  );
  await later.app.search.ask({ text: 'tea' });
  expect([isDue, textsOf(later.app)]).toEqual([false, ['tea at five']]);
  expect(textsOf(app)).toEqual([]);
  beside.close();
});

test('a damaged block is not claimed to be searched, and its messages are read again', async () => {
  const { app, clock, engine, server, stores, follow } = await openTwoTabs();
  for (let number = 1; number <= 3; number += 1) server.says(`tea ${number}`);
  await clock.pass(2_000);
  await follow();
  const beside = await openOfflineStore(stores.nameOf(ALICE));
  const { block } = await blockOf(beside);
  // '[' becomes 'Z'.
  const damaged = new Uint8Array(block.sealed.sealed).map((byte) => byte ^ 1);
  const sealed = { ...block.sealed, sealed: damaged.buffer };
  await beside.write({ blocks: [{ ...block, sealed }] }, Number(await beside.meta('term')));
  const { openKept } = engine;
  engine.openKept = async (all) =>
    (await openKept(all)).map((text) => (text?.startsWith('Z') ? null : text));
  await app.search.ask({ text: 'tea' });
  expect(textsOf(app)).toEqual([]);
  expect(app.search.reach.value).not.toEqual({ since_ms: null });
  // What comes next does not take its place with all but itself forgotten.
  server.says('tea 4');
  await follow();
  await clock.pass(61_000);
  await follow();
  await app.search.ask({ text: 'tea' });
  expect(textsOf(app)).toEqual(['tea 4', 'tea 3', 'tea 2', 'tea 1']);
  expect(app.search.reach.value).toEqual({ since_ms: null });
  beside.close();
});
