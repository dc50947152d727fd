// Alice's client on a fake browser and a fake server, signed in.
import type { App } from './client/whole-client';
import { createApp } from './client/whole-client';
import { fakeBrowser, fakeClock, fakeEngine, fakeTab, fakeTexts, settle } from './fake-parts';
import type { FakeServer } from './fake-server';
import { BOB, fakeServer } from './fake-server';

/** As a browser's: it ends when it is aborted, whatever becomes of the answer. */
const abortable =
  (fetch: FakeServer['fetch']): FakeServer['fetch'] =>
  (path, init) => {
    const { signal } = init;
    if (!signal) return fetch(path, init);
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(signal.reason));
    return Promise.race([fetch(path, init), promise]);
  };

export const openTab = async (
  server: FakeServer,
  browser: ReturnType<typeof fakeBrowser>,
  clock = fakeClock(),
) => {
  const { engine, opened, pins } = fakeEngine();
  const tab = fakeTab();
  const { fetch, transfer, openSocket } = server;
  const parts = { engine, clock, tab: tab.part, fetch: abortable(fetch), transfer, openSocket };
  const app = createApp({ ...parts, ...browser, tabStore: fakeTexts() }, () => 'en');
  await app.session.login('alice', 'alice likes tea');
  await settle();
  return { app, clock, engine, opened, tab, pins };
};

export const signIn = async () => {
  const server = fakeServer();
  const browser = fakeBrowser();
  return { server, browser, ...(await openTab(server, browser)) };
};

export const openBob = async (app: App): Promise<void> => {
  await app.actions.openConversation(BOB);
  await settle();
};

/** Sends, and says what became of it. */
export const say = async (app: App, text: string, reply_to: number | null = null) => {
  const { isSaved, sent } = await app.actions.send(BOB, text, reply_to);
  const refused: unknown[] = [];
  void sent.catch((error) => refused.push(error));
  await settle();
  return { isSaved, refused };
};

export const itemsOf = (app: App) => app.windows.timelineOf(BOB).items;
export const textsOf = (app: App): string[] => itemsOf(app).map(({ text }) => text);
export const statesOf = (app: App): string[] => itemsOf(app).map(({ state }) => state);
export const previewOf = (app: App) => app.conversations.list.value[0];
