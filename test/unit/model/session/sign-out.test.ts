// Signing out where something does not answer: nobody is kept, and nothing is left half done.
import { expect, test } from 'bun:test';
import { createApp } from '../../../support/client/whole-client';
import {
  fakeBrowser,
  fakeClock,
  fakeEngine,
  fakeTab,
  fakeTexts,
  settle,
} from '../../../support/fake-parts';
import { ALICE, fakeServer } from '../../../support/fake-server';

/** A request on a dead connection: it ends only if whoever asked ends it. */
const hung = ({ signal }: RequestInit) =>
  new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const signedIn = async (hangs: RegExp, browser = fakeBrowser()) => {
  const server = fakeServer();
  const clock = fakeClock();
  const { part } = fakeTab();
  let left = 0;
  const parts = {
    ...server,
    engine: fakeEngine().engine,
    clock,
    tab: {
      ...part,
      leave() {
        left += 1;
      },
    },
    tabStore: fakeTexts(),
    fetch: (path: string, init: RequestInit) =>
      hangs.test(path) ? hung(init) : server.fetch(path, init),
  };
  const app = createApp({ ...browser, ...parts, push: browser.push }, () => 'en');
  await app.session.login('alice', 'alice likes tea');
  await settle();
  return { app, browser, clock, left: () => left };
};

test('a server that does not answer keeps nobody here, and is owed the sign-out', async () => {
  const { app, browser, clock, left } = await signedIn(/logout/);
  await browser.device.put(`vault ${ALICE}`, 'kept');
  void app.session.logout();
  await clock.pass(60_000);
  expect(left()).toBe(1);
  expect(await browser.device.get(`vault ${ALICE}`)).toBeUndefined();
  expect(await browser.device.get('owed sign-out')).toBeString();
});

test('nor does a push service that does not answer', async () => {
  const browser = fakeBrowser();
  browser.push.unsubscribe = () => new Promise(() => {});
  const { app, clock, left } = await signedIn(/no such path/, browser);
  void app.session.logout();
  await clock.pass(60_000);
  expect(left()).toBe(1);
});
