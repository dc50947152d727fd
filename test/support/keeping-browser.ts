// Alice's browser with what it keeps for being offline, and the same browser later.

import { openOfflineStore } from '../../src/web/model/store/offline/store';
import { createPersonMemory } from '../../src/web/model/store/unsent-memory';
import { createApp } from './client/whole-client';
import { openTab } from './fake-client';
import { fakeBrowser, fakeClock, fakeEngine, fakeTab, fakeTexts, settle } from './fake-parts';
import type { FakeServer } from './fake-server';
import { ALICE, BOB, fakeServer, lost } from './fake-server';
import { fakeStores } from './fake-store';

/** Transactions take turns of the event loop of their own. */
export const written = async (clock: ReturnType<typeof fakeClock>): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) {
    await clock.pass(60);
    await Bun.sleep(5);
    await settle();
  }
};

export const openKeepingBrowser = async (server = fakeServer()) => {
  const stores = fakeStores();
  const browser = fakeBrowser(createPersonMemory(), stores);
  const clock = fakeClock();
  await browser.device.put(`device key ${ALICE}`, { kid: 'device:fake' });
  const tab = await openTab(server, browser, clock);
  await written(clock);
  /** What lies on the device, beside the client. */
  const look = async () => {
    const store = await openOfflineStore(stores.nameOf(ALICE));
    const [messages, blocks] = [await store.next(BOB, { limit: 100 }), await store.blockKeys()];
    const texts = await store.blocks(blocks);
    const progress = await store.meta<{ epoch: string; seq: number }>('progress');
    store.close();
    const seen = new TextDecoder();
    return {
      ids: messages.map(({ id }) => id),
      messages,
      progress,
      texts: texts.map((block) => seen.decode(block?.sealed.sealed)).join(),
    };
  };
  /** The tabs so far are gone, and the server was heard last then. */
  const heard = async (at: number): Promise<void> => {
    const store = await openOfflineStore(stores.nameOf(ALICE));
    await store.write({ heard: at }, await store.takeTerm());
    store.close();
  };
  /** Its tabs so far write no more. */
  const gone = async (): Promise<void> => {
    const store = await openOfflineStore(stores.nameOf(ALICE));
    await store.takeTerm();
    store.close();
  };
  return { server, browser, stores, look, heard, gone, ...tab };
};

type Kept = Pick<Awaited<ReturnType<typeof openKeepingBrowser>>, 'browser' | 'clock' | 'pins'>;

/** The same browser later, with a page of its own; the fake engine's vault is brought along. */
export const comeBack = async (server: FakeServer, { browser, clock, ...vault }: Kept) => {
  const { engine, opened, pins } = fakeEngine();
  Object.assign(pins, vault.pins);
  const tab = fakeTab();
  const { fetch, transfer, openSocket } = server;
  const parts = { engine, clock, tab: tab.part, fetch, transfer, openSocket };
  const app = createApp({ ...parts, ...browser, tabStore: fakeTexts() }, () => 'en');
  const started = app.session.start();
  await written(clock);
  return { app, opened, tab, started };
};

export const away = (server: FakeServer) => {
  server.disconnect(true);
  return server.refuse(/./, lost);
};
